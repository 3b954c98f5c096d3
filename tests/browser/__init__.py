"""Real Chromium against a real installation: what no other test can see."""
