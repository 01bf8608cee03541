"""The only places that know a third-party package: disk, bridge, index, models."""
