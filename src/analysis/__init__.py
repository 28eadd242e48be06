"""Reconciles the victim-monitor figures with the signatories of the 1300-deal and makes briefings of it."""
