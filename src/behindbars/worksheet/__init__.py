"""An edition as a workbook in Excel, and back."""
