"""The port that always answers: holds the listening socket, boots the app, answers while it cannot.

Everything in here imports the standard library alone, because it must start where nothing else can.
"""
