public import CPromptBank
internal import PromptBank

/// Says what a bank holds.
@c @implementation
public func promptbank_describe(
  _ bank: promptbank_bank, _ description: UnsafeMutablePointer<promptbank_description>?
) -> promptbank_status {
  answer { () throws(LibraryError) in
    let place = try unsafe Place(description, "description")
    let size = try unsafe structure(UnsafePointer(description), "description") { $0.size }.size
    let bank = try OpenBanks.all.bank(bank)
    place.set(
      promptbank_description(
        size: size, dimension: Int64(bank.dimension), concepts: Int64(bank.conceptCount),
        columns: Int64(bank.columnCount), id_columns: Int64(bank.idColumnCount),
        classes: Int64(bank.classCount), ood_entries: Int64(bank.oodCount),
        temperature: bank.scoring.temperature ?? 0,
        encoder_temperature: bank.scoring.encoderTemperature ?? 0,
        heads: bank.scoring.heads == nil ? 1 : 2,
        void_columns: bank.scoring.void == nil ? 0 : 1))
  }
}

/// Copies a text of a bank into the caller's buffer.
@c @implementation
public func promptbank_text(
  _ bank: promptbank_bank, _ text: Int32, _ index: Int64, _ buffer: UnsafeMutablePointer<CChar>?,
  _ capacity: Int, _ length: UnsafeMutablePointer<Int>?
) -> promptbank_status {
  answer { () throws(LibraryError) in
    let room = try unsafe Numbers(buffer, count: capacity, "buffer")
    let place = unsafe length == nil ? nil : try Place(length, "length")
    let text = try bankText(OpenBanks.all.bank(bank), text, Int(index))
    let bytes = text.utf8
    place?.set(bytes.count)
    guard bytes.count < room.count else {
      throw LibraryError(
        PROMPTBANK_BUFFER_TOO_SMALL,
        "the text has \(bytes.count) bytes and one behind it, and `buffer` \(room.count)")
    }
    room.write { room in
      var end = 0
      for byte in bytes {
        room[end] = CChar(bitPattern: byte)
        end += 1
      }
      room[end] = 0
    }
  }
}

private func bankText(
  _ bank: Bank, _ text: Int32, _ index: Int
) throws(LibraryError) -> String {
  func checked(_ count: Int, _ what: String) throws(LibraryError) -> Int {
    guard (0..<count).contains(index) else {
      throw .argument("there is no \(what) \(index): the bank has \(count)")
    }
    return index
  }
  switch Int(text) {
  case PROMPTBANK_SET_NAME: return bank.set.name
  case PROMPTBANK_SET_VERSION: return bank.set.version ?? ""
  case PROMPTBANK_SPACE: return bank.space.id
  case PROMPTBANK_DIGEST: return bank.digest ?? ""
  case PROMPTBANK_COLUMN_NAME: return bank.columnName(try checked(bank.columnCount, "column"))
  case PROMPTBANK_CONCEPT_TEXT: return bank.conceptText(try checked(bank.conceptCount, "concept"))
  default: throw .argument("there is no text \(text)")
  }
}
