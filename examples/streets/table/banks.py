"""A compiled bank in numpy, read as `grammar/bank.md` says, and the probabilities of its columns."""

from dataclasses import dataclass

import numpy
from safetensors import safe_open


@dataclass
class Bank:
    """`embeddings` [C, D]; `columns` [C], the column of each row; the first `inside` columns are in
    distribution; `class_columns`, the column of each class id from 0."""

    embeddings: numpy.ndarray
    columns: numpy.ndarray
    inside: int
    class_columns: numpy.ndarray
    temperature: float

    def probabilities(self, embeddings, temperature=None):
        """Softmax over all columns, [N, columns], of embeddings [N, D]: a column's similarity is the
        largest cosine of its concepts."""
        cosines = embeddings @ self.embeddings.T
        starts = numpy.flatnonzero(numpy.r_[True, numpy.diff(self.columns) > 0])
        logits = numpy.maximum.reduceat(cosines, starts, axis=1) / (temperature or self.temperature)
        exponentials = numpy.exp(logits - logits.max(1, keepdims=True))
        return exponentials / exponentials.sum(1, keepdims=True)


def read_bank(path):
    with safe_open(path, "np") as file:
        order = numpy.argsort(file.get_tensor("class_ids"))
        return Bank(
            file.get_tensor("embeddings"), file.get_tensor("concept_columns"),
            int((file.get_tensor("column_kinds") < 2).sum()), file.get_tensor("class_columns")[order],
            float(file.metadata()["promptbank.temperature"]),
        )  # fmt: skip
