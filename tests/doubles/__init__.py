"""Our own doubles of the ports: small, honest, and held to the same contract suites."""
