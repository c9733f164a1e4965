import LinearAlgebra
import Text

/// The state of a training between two steps, from which it resumes to the same bits as without an
/// interruption.
///
/// Randomness is a function of seed, purpose, epoch and step and needs no state. Whatever else has
/// state between steps (an optimizer, a schedule, early stopping) saves it under a name of its own:
/// numbers of the training's precision as `values`, all else as a Codable value.
public struct TrainingCheckpoint: Sendable, Equatable {
  /// The position of the training.
  public let position: TrainingPosition
  private var saved: Safetensors

  init(at position: TrainingPosition) {
    self.position = position
    saved = Safetensors(tensors: [])
    save(position, as: Self.positionName)
  }

  /// Reads the bytes of `encoded`.
  public init(decoding bytes: [UInt8]) throws(CheckpointError) {
    do {
      saved = try Safetensors(decoding: bytes)
    } catch { throw .unreadable }
    position = try Self.value(TrainingPosition.self, named: Self.positionName, in: saved)
  }

  /// The bytes of a safetensors file; numbers keep all their bits.
  public func encoded() -> [UInt8] { saved.encoded() }

  private static var positionName: String { "position" }
}

// MARK: The parts

extension TrainingCheckpoint {
  mutating func save<Scalar: BLASScalar>(_ values: [Scalar], as name: String) {
    saved.tensors.append(
      NamedTensor(name: name, shape: [values.count], values: NamedTensor.Values(values)))
  }

  /// Saves a value under a name that no other part has.
  public mutating func save(_ value: some Encodable, as name: String) {
    do {
      saved.metadata[name] = try JSON.text(of: value)
    } catch {
      fatalError("part \"\(name)\" of a checkpoint has no JSON: \(error)")
    }
  }

  /// Whether there is a part of that name.
  func has(_ name: String) -> Bool {
    saved.metadata[name] != nil || saved.tensors.contains { $0.name == name }
  }

  /// The values saved under a name, `count` of them and in the requested precision.
  func values<Scalar: BLASScalar>(
    _ name: String, count: Int? = nil
  ) throws(CheckpointError) -> [Scalar] {
    guard let tensor = saved.tensors.first(where: { $0.name == name }) else {
      throw .missing(name)
    }
    guard let values: [Scalar] = tensor.values.scalars(), count == nil || values.count == count
    else { throw .doesNotFit(name) }
    return values
  }

  /// The number of seconds saved under a name, at most some thousands of years.
  func duration(_ name: String) throws(CheckpointError) -> Duration {
    let seconds: [Double] = try values(name, count: 1)
    guard (0...1e11).contains(seconds[0]) else { throw .doesNotFit(name) }
    return .seconds(seconds[0])
  }

  /// The value saved under a name.
  public func value<Value: Decodable>(
    _ type: Value.Type, named name: String
  ) throws(CheckpointError) -> Value {
    try Self.value(type, named: name, in: saved)
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, named name: String, in saved: Safetensors
  ) throws(CheckpointError) -> Value {
    guard let text = saved.metadata[name] else { throw .missing(name) }
    do {
      return try JSON.value(type, from: text.utf8)
    } catch { throw .doesNotFit(name) }
  }
}

/// Why a training cannot resume from a checkpoint.
public enum CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The bytes are not a checkpoint.
  case unreadable
  /// A part that the training needs is missing.
  case missing(String)
  /// A part belongs to another training: its size, precision or format differs.
  case doesNotFit(String)

  public var description: String {
    switch self {
    case .unreadable: "the bytes are not a checkpoint"
    case .missing(let part): "the checkpoint must have \"\(part)\"; got none"
    case .doesNotFit(let part): "\"\(part)\" of the checkpoint belongs to another training"
    }
  }
}

extension NamedTensor.Values {
  fileprivate init<Scalar: BLASScalar>(_ values: [Scalar]) {
    if let single = values as? [Float] {
      self = .single(single)
    } else {
      self = .double(values.map { Double($0) })
    }
  }

  /// The values, if they have this precision.
  fileprivate func scalars<Scalar: BLASScalar>() -> [Scalar]? {
    switch self {
    case .single(let values): values as? [Scalar]
    case .double(let values): values as? [Scalar]
    }
  }
}
