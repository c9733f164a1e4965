/// A graph of ONNX operators, and the model file it is part of.
///
/// **Source** onnx.proto of ONNX 1.10 (IR 8, opset 15): the numbers of fields and types
struct ONNXGraph {
  /// The operators of one version of the standard, which every runtime since 2021 has.
  static let irVersion = 8
  static let opset = 15

  enum ElementType: Int {
    case float = 1
    case int64 = 7
    case double = 11
  }

  enum Attribute {
    case integer(Int)
    case integers([Int])
    case type(ElementType)
  }

  /// The type of the graph's numbers.
  let numbers: ElementType
  private var nodes: [ProtobufMessage] = []
  private var constants: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []
  private var valueCount = 0

  init(numbers: ElementType) {
    self.numbers = numbers
  }

  /// Adds an operator and gives the name of what it computes.
  mutating func apply(
    _ operation: String, _ arguments: [String], _ attributes: [(String, Attribute)] = [],
    as name: String? = nil
  ) -> String {
    valueCount += 1
    let result = name ?? "\(operation.lowercased())_\(valueCount)"
    var node = ProtobufMessage()
    for argument in arguments { node.put(1, argument) }
    node.put(2, result)
    node.put(3, "\(operation)_\(valueCount)")
    node.put(4, operation)
    for (name, attribute) in attributes { node.put(5, Self.message(name, attribute)) }
    nodes.append(node)
    return result
  }

  private static func message(_ name: String, _ attribute: Attribute) -> ProtobufMessage {
    var message = ProtobufMessage()
    message.put(1, name)
    switch attribute {
    case .integer(let value):
      message.put(3, value)
      message.put(20, 2)
    case .type(let type):
      message.put(3, type.rawValue)
      message.put(20, 2)
    case .integers(let values):
      for value in values { message.put(8, value) }
      message.put(20, 7)
    }
    return message
  }

  /// Adds numbers and gives their name.
  mutating func constant(_ values: [Double], _ shape: [Int], _ name: String) -> String {
    var raw: [UInt8] = []
    for value in values {
      switch numbers {
      case .float: Self.append(Float(value).bitPattern, to: &raw)
      default: Self.append(value.bitPattern, to: &raw)
      }
    }
    return add(name, shape, numbers, raw)
  }

  mutating func constant(_ values: [Int], _ name: String) -> String {
    var raw: [UInt8] = []
    for value in values { Self.append(Int64(value), to: &raw) }
    return add(name, [values.count], .int64, raw)
  }

  private mutating func add(
    _ name: String, _ shape: [Int], _ type: ElementType, _ raw: [UInt8]
  ) -> String {
    var tensor = ProtobufMessage()
    for size in shape { tensor.put(1, size) }
    tensor.put(2, type.rawValue)
    tensor.put(8, name)
    tensor.put(9, raw)
    constants.append(tensor)
    return name
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  /// Declares an input of any number of rows.
  mutating func input(_ name: String, _ type: ElementType, width: Int) -> String {
    inputs.append(Self.declaration(name, type, width: width))
    return name
  }

  /// Declares an output of any number of rows; without a width, of one value each.
  mutating func output(_ name: String, _ type: ElementType, width: Int?) {
    outputs.append(Self.declaration(name, type, width: width))
  }

  private static func declaration(
    _ name: String, _ type: ElementType, width: Int?
  ) -> ProtobufMessage {
    var rows = ProtobufMessage()
    rows.put(2, "rows")
    var shape = ProtobufMessage()
    shape.put(1, rows)
    if let width {
      var columns = ProtobufMessage()
      columns.put(1, width)
      shape.put(1, columns)
    }
    var tensor = ProtobufMessage()
    tensor.put(1, type.rawValue)
    tensor.put(2, shape)
    var own = ProtobufMessage()
    own.put(1, tensor)
    var declaration = ProtobufMessage()
    declaration.put(1, name)
    declaration.put(2, own)
    return declaration
  }

  /// The file.
  ///
  /// - Parameter properties: What is said of the model, by name.
  func file(
    name: String, summary: String, producerVersion: String, properties: [(String, String)]
  ) -> [UInt8] {
    var graph = ProtobufMessage()
    for node in nodes { graph.put(1, node) }
    graph.put(2, name)
    for constant in constants { graph.put(5, constant) }
    for input in inputs { graph.put(11, input) }
    for output in outputs { graph.put(12, output) }
    var operators = ProtobufMessage()
    operators.put(1, "")
    operators.put(2, Self.opset)
    var model = ProtobufMessage()
    model.put(1, Self.irVersion)
    model.put(2, "assay")
    model.put(3, producerVersion)
    model.put(6, summary)
    model.put(7, graph)
    model.put(8, operators)
    for (key, value) in properties {
      var property = ProtobufMessage()
      property.put(1, key)
      property.put(2, value)
      model.put(14, property)
    }
    return model.bytes
  }
}
