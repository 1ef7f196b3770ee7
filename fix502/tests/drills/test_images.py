from pathlib import Path

import pytest

from fix502.drills.caprover_double.runtime import BuildError
from fix502.drills.foreign_image import pack
from fix502.drills.images import Image, ImageStore


@pytest.fixture
def store(tmp_path: Path) -> ImageStore:
    return ImageStore(tmp_path, [Image(name="base", variables={"A": "1"})])


def build(
    store: ImageStore, lines: list[str], files: dict[str, bytes] | None = None, name: str = "x:1"
) -> Image:
    source = None if files is None else pack(files)
    return store.build(name, {"dockerfileLines": lines}, source, lambda _line: None)


def test_build_when_files_are_copied_then_the_image_holds_them(store: ImageStore) -> None:
    image = build(
        store, ["FROM base", "WORKDIR /app", "COPY src .", 'CMD ["run", "it"]'], {"src/a.txt": b"A"}
    )
    assert image.folder is not None
    assert (image.folder / "app/a.txt").read_bytes() == b"A"
    assert (image.command, image.workdir) == (("run", "it"), "/app")


def test_build_when_it_starts_from_an_earlier_image_then_it_is_that_image_under_a_new_name(
    store: ImageStore,
) -> None:
    first = build(store, ["FROM base", "ENV B=2", "COPY a.txt /", "CMD run"], {"a.txt": b"old"})
    second = build(store, [f"FROM {first.name}"], name="x:2")
    assert second.folder is not None
    assert second.name == "x:2"
    assert (second.folder / "a.txt").read_bytes() == b"old"
    assert (second.command, second.variables) == (("/bin/sh", "-c", "run"), {"A": "1", "B": "2"})


def test_build_when_a_dockerfile_is_in_the_archive_then_it_is_read(store: ImageStore) -> None:
    source = pack({"Dockerfile": b'FROM base\nENV A=3 \\\n  B=4\n# a remark\nCMD ["x"]\n'})
    image = store.build("x:1", {"dockerfilePath": "./Dockerfile"}, source, lambda _line: None)
    assert image.variables == {"A": "3", "B": "4"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["FROM nothing", "CMD x"], "pull access denied for nothing"),
        (["FROM base", "COPY gone.txt /", "CMD x"], "file not found in build context: gone.txt"),
        (["FROM base", "COPY ../x /", "CMD x"], "file not found in build context"),
        (["FROM base", "RUN apt-get update", "CMD x"], "knows no instruction RUN"),
        (["FROM base"], "has no CMD"),
        (["FROM base", "CMD [oops]"], "CMD is no JSON list"),
    ],
)
def test_build_when_a_line_cannot_be_done_then_the_error_names_it(
    store: ImageStore, lines: list[str], message: str
) -> None:
    with pytest.raises(BuildError, match=message):
        build(store, lines, {"a.txt": b""})


def test_pull_when_the_image_was_built_here_then_no_registry_has_it(store: ImageStore) -> None:
    store.add(Image(name="img-captain-shop:1", command=("x",)))
    with pytest.raises(BuildError) as caught:
        store.pull("img-captain-shop:1")
    assert not caught.value.classified


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt"])
def test_build_when_the_archive_reaches_outside_then_it_is_refused(store: ImageStore, name: str) -> None:
    with pytest.raises(BuildError, match="a path outside itself"):
        build(store, ["FROM base", "CMD x"], {name: b"x"})
