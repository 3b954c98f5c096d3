"""The phone menu: what is shown, and what a key press means."""
