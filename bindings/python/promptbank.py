"""PromptBank's scorer from Python, on numpy arrays, without copies.

    import promptbank

    with promptbank.Bank("city.bank.safetensors") as bank:
        anomaly, column = bank.score_masks(embeddings, logits, size=(1024, 2048))
        print(bank.columns[column[0, 0]])

Arrays are float32 and contiguous: embeddings [N, D] and logits [N, h, w], or pixel embeddings [h, w, D].
Anything on the CPU with `__dlpack__`, as PyTorch's tensors, is taken too. Other arrays are refused rather
than copied. Calls release Python's lock, so that threads score at the same time, also with one bank.

This is one file over `promptbank.h` (ctypes and numpy, nothing else): copy it where you need it. The library
`make library` builds is looked for in PROMPTBANK_LIBRARY, beside this file, in `lib` of the prefix it was
installed below, and by the system's loader.
"""
import ctypes
import os
import pathlib
from typing import NamedTuple

import numpy as np

__all__ = ["Bank", "Description", "Error", "MASK_FORMS", "library"]

INTERFACE_VERSION = 1
MASK_FORMS = ("sigmoid", "softmax", "normalised")
_STATUSES = ("ok", "invalid argument", "invalid handle", "invalid bank", "wrong space",
             "not scorable", "invalid outputs", "buffer too small")
_SET_NAME, _SET_VERSION, _SPACE, _DIGEST, _COLUMN_NAME, _CONCEPT_TEXT = range(6)

_size, _int64, _int32, _double = ctypes.c_size_t, ctypes.c_int64, ctypes.c_int32, ctypes.c_double
_pointer = ctypes.c_void_p


class Error(Exception):
    """Why a call failed. `status` is one of the codes of promptbank.h, `kind` its name."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status
        self.kind = _STATUSES[status] if 0 <= status < len(_STATUSES) else str(status)


class Description(NamedTuple):
    """What a bank holds; temperatures are None where nobody stated one."""

    dimension: int
    concepts: int
    columns: int
    id_columns: int
    classes: int
    ood_entries: int
    temperature: float | None
    encoder_temperature: float | None
    heads: int
    void_columns: int


class _Description(ctypes.Structure):
    _fields_ = [("size", _size), ("dimension", _int64), ("concepts", _int64), ("columns", _int64),
                ("id_columns", _int64), ("classes", _int64), ("ood_entries", _int64),
                ("temperature", _double), ("encoder_temperature", _double), ("heads", _int32),
                ("void_columns", _int32)]


class _Options(ctypes.Structure):
    _fields_ = [("size", _size), ("space", ctypes.c_char_p), ("temperature", _double),
                ("second_temperature", _double), ("mask_form", _int32), ("threads", _int32)]


class _Masks(ctypes.Structure):
    _fields_ = [("size", _size), ("queries", _int64), ("dimension", _int64),
                ("mask_height", _int64), ("mask_width", _int64),
                ("embeddings", _pointer), ("embeddings_count", _size),
                ("second_embeddings", _pointer), ("second_embeddings_count", _size),
                ("logits", _pointer), ("logits_count", _size)]


class _Pixels(ctypes.Structure):
    _fields_ = [("size", _size), ("height", _int64), ("width", _int64), ("dimension", _int64),
                ("embeddings", _pointer), ("embeddings_count", _size)]


class _Map(ctypes.Structure):
    _fields_ = [("size", _size), ("height", _int64), ("width", _int64), ("anomaly", _pointer),
                ("column", _pointer), ("count", _size)]


def library(path=None):
    """Opens the shared library, once; `path` in place of the search."""
    if path is None and library.opened is not None:
        return library.opened
    here = pathlib.Path(__file__).resolve().parent
    name = f"libpromptbank.so.{INTERFACE_VERSION}"
    places = [path or os.environ.get("PROMPTBANK_LIBRARY")]
    if places[0] is None:
        # `share/promptbank/python` of a prefix, as `make install` lays it out.
        places = [str(here / name), str(here.parents[2] / "lib" / name), name]
        places = [place for place in places[:2] if os.path.exists(place)] + places[2:]
    opened = ctypes.CDLL(places[0])
    opened.promptbank_last_error.restype = _size
    opened.promptbank_last_error.argtypes = [ctypes.c_char_p, _size]
    for function, arguments in {
        "interface_version": [], "open": [ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64)],
        "close": [ctypes.c_uint64],
        "describe": [ctypes.c_uint64, ctypes.POINTER(_Description)],
        "text": [ctypes.c_uint64, _int32, _int64, ctypes.c_char_p, _size, ctypes.POINTER(_size)],
        "score_masks": [ctypes.c_uint64, ctypes.POINTER(_Options), ctypes.POINTER(_Masks),
                        ctypes.POINTER(_Map)],
        "score_pixels": [ctypes.c_uint64, ctypes.POINTER(_Options), ctypes.POINTER(_Pixels),
                         ctypes.POINTER(_Map)],
    }.items():
        entry = getattr(opened, "promptbank_" + function)
        entry.restype, entry.argtypes = _int32, arguments
    version = opened.promptbank_interface_version()
    if version != INTERFACE_VERSION:
        raise ImportError(f"{places[0]} has the interface {version}, not {INTERFACE_VERSION}")
    library.opened = opened
    return opened


library.opened = None


class Bank:
    """An open bank. May be shared between threads; close it, or use it in a `with` statement."""

    def __init__(self, path):
        self._library = library()
        self._number = ctypes.c_uint64()
        self._check(self._library.promptbank_open(os.fsencode(path), ctypes.byref(self._number)))
        description = _Description(size=ctypes.sizeof(_Description))
        self._check(self._library.promptbank_describe(self._number, ctypes.byref(description)))
        values = {name: getattr(description, name) for name in Description._fields}
        for name in ("temperature", "encoder_temperature"):
            values[name] = values[name] or None
        self.description = Description(**values)
        self.set_name, self.set_version = self._text(_SET_NAME), self._text(_SET_VERSION)
        self.space, self.digest = self._text(_SPACE), self._text(_DIGEST)
        #: The names of the columns, ID ones first: what the numbers of a map's `column` mean.
        self.columns = [self._text(_COLUMN_NAME, index) for index in range(description.columns)]

    def concept(self, row):
        """The text of a row."""
        return self._text(_CONCEPT_TEXT, row)

    def score_masks(self, embeddings, logits, size, *, second_embeddings=None, out=None, **options):
        """u [H, W] float32, higher is more anomalous, and the ID column [H, W] int32 it was judged by.

        `size` is (H, W); `out` is a pair of arrays to write instead of new ones, the second one None where
        it is not wanted. Options: `space` and `temperature` of the model, `second_temperature`,
        `mask_form` ("sigmoid"), and `threads`, the most of one call (0: one for each processor).
        """
        embeddings = _array(embeddings, "embeddings", 2)
        logits = _array(logits, "logits", 3)
        second = None if second_embeddings is None else _array(
            second_embeddings, "second_embeddings", 2)
        masks = _Masks(
            size=ctypes.sizeof(_Masks), queries=embeddings.shape[0], dimension=embeddings.shape[1],
            mask_height=logits.shape[1], mask_width=logits.shape[2],
            embeddings=embeddings.ctypes.data, embeddings_count=embeddings.size,
            second_embeddings=None if second is None else second.ctypes.data,
            second_embeddings_count=0 if second is None else second.size,
            logits=logits.ctypes.data, logits_count=logits.size)
        return self._score(self._library.promptbank_score_masks, masks, size, out, options)

    def score_pixels(self, embeddings, size, *, out=None, **options):
        """As `score_masks`, of one embedding a pixel, [h, w, D]."""
        embeddings = _array(embeddings, "embeddings", 3)
        height, width, dimension = embeddings.shape
        pixels = _Pixels(
            size=ctypes.sizeof(_Pixels), height=height, width=width, dimension=dimension,
            embeddings=embeddings.ctypes.data, embeddings_count=embeddings.size)
        return self._score(self._library.promptbank_score_pixels, pixels, size, out, options)

    def close(self):
        """Closes the bank; a second time does nothing."""
        if self._number.value:
            self._library.promptbank_close(self._number)
            self._number = ctypes.c_uint64()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _score(self, function, outputs, size, out, options):
        height, width = size
        # Sizes that are none are the library's to refuse, not numpy's.
        shape = (max(0, height), max(0, width)) if height * width <= 1 << 28 else (0, 0)
        anomaly, column = out or (np.empty(shape, np.float32), np.empty(shape, np.int32))
        _array(anomaly, "out[0]", 2, writable=True)
        if column is not None:
            _array(column, "out[1]", 2, np.int32, writable=True)
            if column.shape != anomaly.shape:
                raise ValueError(f"out has the shapes {anomaly.shape} and {column.shape}")
        room = _Map(size=ctypes.sizeof(_Map), height=height, width=width,
                    anomaly=anomaly.ctypes.data,
                    column=None if column is None else column.ctypes.data, count=anomaly.size)
        settings = _options(**options)
        self._check(function(
            self._number, ctypes.byref(settings), ctypes.byref(outputs), ctypes.byref(room)))
        return anomaly, column

    def _text(self, kind, index=0):
        length = _size()
        self._library.promptbank_text(self._number, kind, index, None, 0, ctypes.byref(length))
        buffer = ctypes.create_string_buffer(length.value + 1)
        self._check(self._library.promptbank_text(
            self._number, kind, index, buffer, len(buffer), None))
        return buffer.raw[:length.value].decode()

    def _check(self, status):
        if status == 0:
            return
        reason = ctypes.create_string_buffer(2048)
        self._library.promptbank_last_error(reason, len(reason))
        raise Error(status, reason.value.decode())


def _options(space=None, temperature=None, second_temperature=None, mask_form="sigmoid", threads=0):
    if mask_form not in MASK_FORMS:
        raise ValueError(f"mask_form {mask_form!r} is none of {', '.join(MASK_FORMS)}")
    return _Options(
        size=ctypes.sizeof(_Options), space=None if space is None else space.encode(),
        temperature=temperature or 0, second_temperature=second_temperature or 0,
        mask_form=MASK_FORMS.index(mask_form), threads=threads)


def _array(value, name, rank, dtype=np.float32, writable=False):
    """The array itself, or a view of it; never a copy."""
    if not isinstance(value, np.ndarray) and hasattr(value, "__dlpack__") and not writable:
        value = np.from_dlpack(value)
    if not isinstance(value, np.ndarray) or value.dtype != dtype or value.ndim != rank:
        found = f"{value.dtype} {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
        raise TypeError(f"{name} must be {np.dtype(dtype).name} with {rank} axes, and is {found}")
    if not value.flags.c_contiguous or not value.flags.aligned:
        raise ValueError(f"{name} is not contiguous: pass numpy.ascontiguousarray(…), a copy")
    if writable and not value.flags.writeable:
        raise ValueError(f"{name} cannot be written")
    return value
