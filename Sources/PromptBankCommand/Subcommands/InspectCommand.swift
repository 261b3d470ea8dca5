import ArgumentParser
import PromptBank
import PromptCompiler
import PromptJSON
import TensorFiles

/// `promptbank inspect`: what a bank or another safetensors file holds, everything checked.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say what is inside a bank, and check every digest and bound.",
    discussion: """
      For a safetensors file that is no bank: its tensors. A damaged file is refused with the byte or \
      the tensor.

        promptbank inspect city.bank.safetensors
        promptbank inspect --format json city.bank.safetensors
        promptbank inspect city.bank.safetensors --compare old.bank.safetensors
      """)

  @Argument(help: "A bank, or any safetensors file.", completion: bankCompletion)
  var file: String

  @Option(help: "How it is written: full or json.")
  var format: Format = .full

  @Option(
    help: ArgumentHelp("Say by how much another bank differs.", valueName: "bank"),
    completion: bankCompletion)
  var compare: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case full, json
  }

  func run() throws {
    if let compare { return try sayDifference(from: compare) }
    let plain = try SafetensorsFile(path: file)
    guard Bank.isBank(plain) else {
      return try printResult(
        format == .json ? tensorsJSON(plain).text(.indented) + "\n" : tensorsOutline(plain))
    }
    let bank = try Bank(path: file)
    try bank.verify(digest: sha256)
    try printResult(format == .json ? bankJSON(bank).text(.indented) + "\n" : bankOutline(bank))
  }

  private func sayDifference(from other: String) throws {
    let (first, second) = (try Bank(path: file), try Bank(path: other))
    for bank in [first, second] { try bank.verify(digest: sha256) }
    guard let difference = compareBanks(first, second) else {
      throw CommandFailure(
        """
        the rows of \(file) have \(first.dimension) entries and those of \(other) \
        \(second.dimension): there is nothing to compare
        """)
    }
    try printResult(
      format == .json
        ? differenceJSON(first, second, difference).text(.indented) + "\n"
        : differenceOutline(first, second, difference))
  }

  private func tensorsJSON(_ file: SafetensorsFile) -> JSONValue {
    let metadata = file.metadata.sorted { $0.key < $1.key }
    return [
      "version": 1,
      "kind": "safetensors",
      "metadata": .object(metadata.map { .init($0.key, .string($0.value)) }),
      "tensors": .array(
        file.tensors.map { tensor in
          [
            "name": .string(tensor.name), "dtype": .string(tensor.elementType.rawValue),
            "shape": .array(tensor.shape.map { .int($0) }),
          ]
        }),
    ]
  }

  private func tensorsOutline(_ file: SafetensorsFile) -> String {
    file.tensors.map { tensor in
      "\(tensor.name)  \(tensor.elementType.rawValue)  \(tensor.shape)\n"
    }.joined()
  }
}
