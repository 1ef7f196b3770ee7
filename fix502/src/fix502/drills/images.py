"""Images without a container engine: a folder, variables and a command, built from some Dockerfile lines.

There is no image format, no layer and no RUN of a package manager here. What matters to a drill is kept: an
image is immutable, a container starts from a fresh copy of it, a build makes a new one beside the old, and
`FROM img-captain-NAME:N` goes back to an earlier one.
"""

import io
import json
import shlex
import shutil
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from fix502.drills.caprover_double.runtime import BuildError


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """What a container starts from. `folder` is copied for each one (None: nothing to copy)."""

    name: str
    command: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    workdir: str = "/"
    stop_signal: str = "SIGTERM"
    user: str = ""
    """System user the process runs as, where the sandbox runs as root; empty: as the sandbox does."""


class ImageStore:
    """The images on the host. `root` is a folder of the sandbox's own."""

    def __init__(self, root: Path, images: Sequence[Image] = ()) -> None:
        self._root = root
        self._images = {image.name: image for image in images}
        self._builds = 0

    def add(self, image: Image) -> None:
        """Have an image, as if it had been pulled."""
        self._images[image.name] = image

    def get(self, name: str) -> Image | None:
        """Return the image of this name, if it is on the host."""
        return self._images.get(name)

    def pull(self, name: str) -> str:
        """Return `name` if such an image can be had from outside; images built here are in no registry.

        Raises:
            BuildError: there is no such image.

        """
        if name not in self._images or name.startswith("img-captain-"):
            raise BuildError(
                f"Error: (HTTP code 404) unexpected - pull access denied for {name}, repository does not "
                "exist or may require 'docker login'",
                classified=False,
            )
        return name

    def build(
        self,
        name: str,
        definition: Mapping[str, Any],
        source: bytes | None,
        output: Callable[[str], None],
    ) -> Image:
        """Build `name` from a captain-definition's Dockerfile and the uploaded archive.

        Raises:
            BuildError: an instruction is unknown, or can't be done.

        """
        self._builds += 1
        place = self._root / f"build-{self._builds}"
        context = place / "context"
        context.mkdir(parents=True)
        try:
            if source is not None:
                _unpack(source, context)
            lines = _lines(definition, context)
            image = _Build(self, name, context, place / "image").run(lines, output)
        finally:
            shutil.rmtree(context)
        self._images[name] = image
        return image


def _unpack(source: bytes, folder: Path) -> None:
    """Write the archive's regular files below `folder`; Python 3.11.2 has no extraction filter yet."""
    top = folder.resolve()
    try:
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None:
                    continue
                path = (top / member.name).resolve()
                if not path.is_relative_to(top):
                    raise BuildError(f"Error: the archive holds a path outside itself: {member.name}")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())
                path.chmod(0o755 if member.mode & 0o100 else 0o644)
    except tarfile.TarError as error:
        raise BuildError(f"Error: the archive can't be read: {error}", classified=False) from error


def _lines(definition: Mapping[str, Any], context: Path) -> list[str]:
    if "dockerfileLines" in definition:
        return [str(line) for line in definition["dockerfileLines"]]
    path = context / str(definition.get("dockerfilePath", "./Dockerfile"))
    if not path.is_file():
        raise BuildError(f"Cannot locate specified Dockerfile: {definition.get('dockerfilePath')}")
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return joined.splitlines()


class _Build:
    """One run through a Dockerfile."""

    def __init__(self, store: ImageStore, name: str, context: Path, folder: Path) -> None:
        self._store = store
        self._name = name
        self._context = context
        self._folder = folder
        self._image = Image(name=name)

    def run(self, lines: Sequence[str], output: Callable[[str], None]) -> Image:
        written = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
        for number, line in enumerate(written, 1):
            output(f"Step {number}/{len(written)} : {line}\n")
            instruction, _, rest = line.partition(" ")
            self._do(instruction.upper(), rest.strip())
        if not self._image.command:
            raise BuildError("the Dockerfile has no CMD, and its base image has none either")
        return replace(self._image, name=self._name)

    def _do(self, instruction: str, rest: str) -> None:
        if instruction == "FROM":
            self._from(rest)
        elif instruction == "COPY":
            self._copy(rest)
        elif instruction == "ENV":
            pairs = dict(word.split("=", 1) for word in shlex.split(rest) if "=" in word)
            self._image = replace(self._image, variables={**self._image.variables, **pairs})
        elif instruction == "WORKDIR":
            self._image = replace(self._image, workdir=str(PurePosixPath(self._image.workdir) / rest))
            self._inside(".").mkdir(parents=True, exist_ok=True)
        elif instruction == "CMD":
            self._image = replace(self._image, command=_command(rest))
        elif instruction == "STOPSIGNAL":
            self._image = replace(self._image, stop_signal=rest)
        elif instruction not in {"EXPOSE", "LABEL"}:
            raise BuildError(f"dockerfile parse error: the sandbox knows no instruction {instruction}")

    def _from(self, name: str) -> None:
        base = self._store.get(name)
        if base is None:
            raise BuildError(f"pull access denied for {name}, repository does not exist or may require login")
        if base.folder is not None:
            shutil.copytree(base.folder, self._folder, symlinks=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._image = replace(base, folder=self._folder)

    def _copy(self, rest: str) -> None:
        words = rest.split()
        if len(words) != 2:
            raise BuildError(f"COPY {rest}: the sandbox copies one source to one target")
        source = (self._context / words[0].lstrip("/")).resolve()
        if not source.exists() or not source.is_relative_to(self._context.resolve()):
            raise BuildError(f"COPY failed: file not found in build context: {words[0]}")
        target = self._inside(words[1])
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True)
        else:
            into = target / source.name if words[1].endswith("/") or target.is_dir() else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, into)

    def _inside(self, path: str) -> Path:
        inner = PurePosixPath(self._image.workdir) / path
        return self._folder / str(inner).lstrip("/")


def _command(rest: str) -> tuple[str, ...]:
    if rest.startswith("["):
        try:
            return tuple(str(word) for word in json.loads(rest))
        except ValueError as error:
            raise BuildError(f"CMD is no JSON list: {rest}") from error
    return ("/bin/sh", "-c", rest)
