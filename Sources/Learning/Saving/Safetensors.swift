import Text

/// Named tensors with metadata in the safetensors format.
///
/// **Source** https://github.com/huggingface/safetensors, format of version 0.4: eight bytes of
/// header length, a JSON header, then the values, little-endian and without gaps
public struct Safetensors: Sendable, Equatable {
  /// In the order of their values after reading; writing sorts them by name.
  public var tensors: [NamedTensor]
  /// Free text by key.
  public var metadata: [String: String]

  public init(tensors: [NamedTensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The bytes of the file: the same for the same tensors and metadata, whatever their order.
  public func encoded() -> [UInt8] {
    let sorted = tensors.sorted { $0.name < $1.name }
    var entries = [String]()
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var values = [UInt8]()
    for tensor in sorted {
      let start = values.count
      tensor.values.append(to: &values)
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(JSON.quoted(tensor.name)):{\"dtype\":\"\(tensor.values.typeName)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(values.count)]}")
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // Spaces up to a multiple of 8, so that the values are aligned in the file.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes = [UInt8]()
    bytes.reserveCapacity(8 + header.count + values.count)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes += $0 }
    return bytes + header + values
  }

  /// Reads the bytes of a file.
  public init(decoding bytes: [UInt8]) throws(SafetensorsError) {
    guard bytes.count >= 8 else { throw .truncated }
    let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else { throw .truncated }
    let dataStart = 8 + Int(length)
    let header: [String: HeaderEntry]
    do {
      header = try JSON.value([String: HeaderEntry].self, from: bytes[8..<dataStart])
    } catch { throw .badHeader }
    var found = [(start: Int, tensor: NamedTensor)]()
    var metadata = [String: String]()
    for (name, entry) in header {
      switch entry {
      case .metadata(let pairs):
        guard name == "__metadata__" else { throw .badTensor(name) }
        metadata = pairs
      case .tensor(let type, let shape, let offsets):
        let tensor = try Self.tensor(name, type, shape, offsets, bytes[dataStart...])
        found.append((offsets[0], tensor))
      }
    }
    tensors = found.sorted { ($0.start, $0.tensor.name) < ($1.start, $1.tensor.name) }
      .map(\.tensor)
    self.metadata = metadata
  }

  private static func tensor(
    _ name: String, _ type: String, _ shape: [Int], _ offsets: [Int], _ data: ArraySlice<UInt8>
  ) throws(SafetensorsError) -> NamedTensor {
    guard let width = NamedTensor.Values.width(ofType: type) else {
      throw .unknownType(tensor: name, type: type)
    }
    var byteCount = width
    for extent in shape {
      let (product, overflows) = byteCount.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflows else { throw .badTensor(name) }
      byteCount = product
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      offsets[1] <= data.count, offsets[1] - offsets[0] == byteCount
    else { throw .badTensor(name) }
    let range = (data.startIndex + offsets[0])..<(data.startIndex + offsets[1])
    return NamedTensor(
      name: name, shape: shape, values: NamedTensor.Values(width: width, bytes: data[range]))
  }
}

/// Why bytes cannot be read as a safetensors file.
public enum SafetensorsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is shorter than its header says.
  case truncated
  /// The header is not valid JSON of the format.
  case badHeader
  /// A tensor's shape and offsets do not match each other or the file.
  case badTensor(String)
  /// A tensor has a type other than F32 and F64.
  case unknownType(tensor: String, type: String)

  public var description: String {
    switch self {
    case .truncated: "the safetensors file is cut off"
    case .badHeader: "the header of the safetensors file is not JSON of that format"
    case .badTensor(let name): "the shape of tensor \"\(name)\" does not match its bytes"
    case .unknownType(let tensor, let type):
      "tensor \"\(tensor)\" must have the type F32 or F64; got \"\(type)\""
    }
  }
}

private enum HeaderEntry: Decodable {
  case tensor(type: String, shape: [Int], offsets: [Int])
  case metadata([String: String])

  private enum Key: String, CodingKey {
    case type = "dtype"
    case shape
    case offsets = "data_offsets"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if container.contains(.offsets) {
      self = .tensor(
        type: try container.decode(String.self, forKey: .type),
        shape: try container.decode([Int].self, forKey: .shape),
        offsets: try container.decode([Int].self, forKey: .offsets))
    } else {
      self = .metadata(try [String: String](from: decoder))
    }
  }
}

extension NamedTensor.Values {
  fileprivate var typeName: String {
    switch self {
    case .single: "F32"
    case .double: "F64"
    }
  }

  fileprivate static func width(ofType name: String) -> Int? {
    switch name {
    case "F32": 4
    case "F64": 8
    default: nil
    }
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    switch self {
    case .single(let values):
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      }
    case .double(let values):
      for value in values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
      }
    }
  }

  /// Values of four or eight bytes each.
  fileprivate init(width: Int, bytes: ArraySlice<UInt8>) {
    let patterns = stride(from: bytes.startIndex, to: bytes.endIndex, by: width).map { start in
      bytes[start..<(start + width)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    self =
      width == 4
      ? .single(patterns.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) })
      : .double(patterns.map { Double(bitPattern: $0) })
  }
}
