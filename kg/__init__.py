"""Collaborative Working Knowledge Graph: cases of joint working as RDF, every claim tied to its passage."""

__version__ = "0.1.0"
