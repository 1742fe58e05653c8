"""Two editions beside each other, and an edition beside what it had published."""
