import Foundation
import PromptEncoder
import PromptJSON
import PromptKernels
import PromptMatrix
import PromptTokenizer

/// `EncodingForms DIRECTORY PROMPTS WIDTH [library]`: encodes a file of prompts, one a line, on every form of the
/// products that this processor runs and on OpenBLAS; each between two measurements of the bare products. One JSON
/// object a form: rates with all processors, and how far normalised entries are from the first form's. With
/// `library`, OpenBLAS alone is measured.
@main
enum Main {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard (4...5).contains(arguments.count), let width = Int(arguments[3]) else {
      fatalError("usage: EncodingForms DIRECTORY PROMPTS WIDTH [library]")
    }
    let isOnlyLibrary = arguments.last == "library"
    let text = try String(contentsOfFile: arguments[2], encoding: .utf8)
    let prompts = text.split(separator: "\n").map(String.init)
    let forms = PackedMatrix.Form.allCases.reversed().filter {
      $0.runs && $0 != .scalarBFloat16 && $0 != .scalar
    }
    let float32 = forms.filter { $0.precision == .float32 }.map(ProductPath.packed)
    let others = forms.filter { $0.precision != .float32 }.map(ProductPath.packed)
    guard MatrixLibrary.installed != nil else {
      fatalError("OpenBLAS is not installed: apt-get install libopenblas0")
    }
    var first: [Float] = []
    for path in isOnlyLibrary ? [float32[0], .library] : float32 + [.library] + others {
      let encoder = try TextEncoder(directory: arguments[1], products: path)
      let tokens = prompts.map(encoder.tokenizer.tokenize)
      _ = encoder.weightsDigest
      let before = bareRate(path, width: width)
      let (embeddings, counts) = try encoder.encodeCounting(tokens)
      let after = bareRate(path, width: width)
      let rows = normalised(embeddings, dimension: encoder.dimension)
      if first.isEmpty {
        first = rows
        if isOnlyLibrary { continue }
      }
      let difference = zip(rows, first).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
      let seconds = counts.effort.encoding / .seconds(1)
      let report: JSONValue = [
        "products": .string(path.description), "rate": .double(Double(prompts.count) / seconds),
        "gflops": .double(counts.effort.billionsPerSecond), "bare": .double((before + after) / 2),
        "difference": .double(Double(difference)),
      ]
      print(report.text())
    }
  }

  /// 10⁹ operations a second of the products of a layer alone, every processor with its own operands.
  static func bareRate(_ path: ProductPath, width: Int) -> Double {
    let rows = 480
    let shapes = [(3 * width, width), (width, width), (4 * width, width), (width, 4 * width)]
    let weights = shapes.map { outputs, inputs in
      (0..<outputs * inputs).map { Float($0 % 127) / 127 - 0.5 }
    }
    let matrices: [PackedMatrix]? =
      if case .packed(let form) = path {
        zip(shapes, weights).map {
          PackedMatrix($1.span, outputs: $0.0, inputs: $0.1, form: form)
        }
      } else { nil }
    let input = (0..<rows * 4 * width).map { Float($0 % 113) / 113 - 0.5 }
    let rounds = 24 * availableProcessors
    let clock = ContinuousClock()
    let time = clock.measure {
      forEachInParallel(
        count: rounds, threads: availableProcessors,
        state: { ([Float](repeating: 0, count: rows * 4 * width), PackedMatrix.Workspace()) }
      ) { _, state in
        for (index, (outputs, inputs)) in shapes.enumerated() {
          if let matrices {
            product(input, matrices[index], rows: rows, into: &state.0, &state.1)
          } else {
            MatrixLibrary.installed?.multiply(
              input, transposed: weights[index], rows: rows, columns: outputs, depth: inputs,
              into: &state.0)
          }
        }
      }
    }
    let operations = shapes.reduce(0.0) { $0 + 2 * Double(rows) * Double($1.0) * Double($1.1) }
    return operations * Double(rounds) / (time / .seconds(1)) / 1e9
  }

  static func product(
    _ input: [Float], _ matrix: PackedMatrix, rows: Int, into output: inout [Float],
    _ workspace: inout PackedMatrix.Workspace
  ) {
    var span = output.mutableSpan
    matrix.multiply(input.span, rows: rows, into: &span, workspace: &workspace)
  }

  static func normalised(_ embeddings: [Float], dimension: Int) -> [Float] {
    stride(from: 0, to: embeddings.count, by: dimension).flatMap { start in
      let row = embeddings[start..<start + dimension]
      let norm = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return row.map { Float(Double($0) / norm) }
    }
  }
}
