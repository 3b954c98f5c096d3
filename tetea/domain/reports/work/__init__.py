"""What members do with reports. Everything here takes a holder of keys as an argument."""
