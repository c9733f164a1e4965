internal import LinearAlgebra
import Text

extension Column.Values {
  var isBytes: Bool { if case .bytes = self { true } else { false } }
  var isText: Bool { if case .categories = self { true } else { false } }

  /// Whether no cell has a value.
  var isAllMissing: Bool {
    switch self {
    case .numbers(let numbers): numbers.allSatisfy(\.isNaN)
    case .bytes(let bytes): bytes.isEmpty
    case .categories(let codes, _): codes.allSatisfy { $0 < 0 }
    }
  }

  /// How many cells have a value.
  var valueCount: Int {
    switch self {
    case .numbers(let numbers):
      numbers.withUnsafeBufferPointer { $0.reduce(0) { $0 &+ ($1.isNaN ? 0 : 1) } }
    case .bytes(let bytes): bytes.count
    case .categories(let codes, _):
      codes.withUnsafeBufferPointer { $0.reduce(0) { $0 &+ ($1 < 0 ? 0 : 1) } }
    }
  }

  /// The elements of `bytes`; none for other kinds.
  var byteElements: ElementStorage<UInt8> { if case .bytes(let bytes) = self { bytes } else { [] } }

  /// The cells as numbers, NaN for a missing one; none for text.
  var numberElements: ElementStorage<Double> {
    switch self {
    case .numbers(let numbers): numbers
    case .bytes(let bytes): bytes.converted { Double($0) }
    case .categories: []
    }
  }

  /// Whether a cell is missing.
  func isMissing(at row: Int) -> Bool {
    switch self {
    case .numbers(let numbers): numbers[row].isNaN
    case .bytes: false
    case .categories(let codes, _): codes[row] < 0
    }
  }

  /// A cell as a user would write it; empty for a missing one.
  func text(at row: Int) -> String {
    switch self {
    case .numbers(let numbers): numbers[row].isNaN ? "" : NumberFormat.typed(numbers[row])
    case .bytes(let bytes): String(bytes[row])
    case .categories(let codes, let levels): codes[row] < 0 ? "" : levels[Int(codes[row])]
    }
  }

  /// The values with their cells in a file, when it is given and they are many.
  func placed(in file: ScratchFile?) -> Self {
    guard let file else { return self }
    return switch self {
    case .numbers(let numbers): .numbers(ElementStorage(joining: [numbers], in: file))
    case .bytes(let bytes): .bytes(ElementStorage(joining: [bytes], in: file))
    case .categories(let codes, let levels):
      .categories(codes: ElementStorage(joining: [codes], in: file), levels: levels)
    }
  }
}
