"""What the end of a file's name says of it."""

from __future__ import annotations

NOT_ENTERED = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".aws-sam"}
)
"""Folders that hold other people's files, or copies: not entered unless named themselves."""
PARSED = frozenset({".json", ".yaml", ".yml", ".template"})
"""Read in a folder, whatever is in it."""
GUESSED = frozenset({".cfn", ".cform", ".cloudformation", ".txt"})
"""Read in a folder where it looks like a template."""
KEPT = frozenset({".unit", ".cards"})
"""Of what synthgate keeps between runs."""
PRUNED = "pruned"
"""A file beside it, whose time says when the folder was last gone through."""
_NAMES = """
py pyi pyc pyd ts tsx mts cts js jsx mjs cjs java class jar kt kts scala groovy gradle go
rs c h cc cpp hpp cs fs vb csproj sln rb php swift m pl lua r sh bash zsh fish ps1 bat
cmd sql proto graphql tf tfvars hcl vue svelte wasm so dll dylib exe o a lib
md mdx rst adoc tex html htm xhtml css scss sass less xml xsd xsl svg csv tsv toml ini
cfg conf properties env lock log map snap ipynb po pot mo editorconfig gitignore
gitattributes gitkeep gitmodules dockerignore npmignore npmrc nvmrc eslintignore
prettierignore git ds_store
png jpg jpeg gif bmp ico webp tif tiff avif psd mp3 mp4 m4a wav ogg avi mov webm mkv woff
woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx odt zip tar tgz bz2 xz 7z rar whl egg
parquet avro npy npz pkl h5 db sqlite pem crt cer key der p12
"""
SOMETHING_ELSE = frozenset(f".{name}" for name in _NAMES.split())
"""Of programs, documents, settings, pictures, archives, data: not opened, only counted."""


def suffix_of(name: str) -> str:
    """The end of a name from its last point on, in lower case; of ``.yaml``, all of it."""
    _, point, end = name.rpartition(".")
    return f".{end.lower()}" if point else ""
