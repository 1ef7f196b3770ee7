"""Real faults in a sandbox: broken on purpose, found, repaired, proved."""
