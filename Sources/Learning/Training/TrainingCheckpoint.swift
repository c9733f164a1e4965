import Foundation
import LinearAlgebra

/// All that a training remembers between two steps: with it a training goes on as if it had never
/// been interrupted, to the same bits.
///
/// Randomness is a function of seed, purpose, epoch and step, so it has no part here. Whatever
/// else keeps a memory between steps (an optimizer, a schedule, early stopping) puts it in under a
/// name of its own, numbers of the training's precision as `values`, all else as a Codable value.
public struct TrainingCheckpoint: Sendable, Equatable {
  /// Where the training is.
  public let position: TrainingPosition
  private var saved: Safetensors

  init(at position: TrainingPosition) {
    self.position = position
    saved = Safetensors(tensors: [])
    keep(position, as: Self.positionName)
  }

  /// Reads what `encoded` gave.
  public init(decoding bytes: [UInt8]) throws(CheckpointError) {
    do {
      saved = try Safetensors(decoding: bytes)
    } catch { throw .unreadable }
    position = try Self.value(TrainingPosition.self, named: Self.positionName, in: saved)
  }

  /// The bytes of a safetensors file: each number with all its bits.
  public func encoded() -> [UInt8] { saved.encoded() }

  private static var positionName: String { "position" }
}

// MARK: The parts

extension TrainingCheckpoint {
  mutating func keep<Scalar: BLASScalar>(_ values: [Scalar], as name: String) {
    saved.tensors.append(
      NamedTensor(name: name, shape: [values.count], values: NamedTensor.Values(values)))
  }

  /// Keeps a value under a name that no other part has.
  public mutating func keep(_ value: some Encodable, as name: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy =
      .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      saved.metadata[name] = String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      fatalError("part \"\(name)\" of a checkpoint has no JSON: \(error)")
    }
  }

  /// Whether there is a part of that name.
  func has(_ name: String) -> Bool {
    saved.metadata[name] != nil || saved.tensors.contains { $0.name == name }
  }

  /// Values that were kept under a name, `count` of them and in the precision asked for.
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

  /// A value that was kept under a name.
  public func value<Value: Decodable>(
    _ type: Value.Type, named name: String
  ) throws(CheckpointError) -> Value {
    try Self.value(type, named: name, in: saved)
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, named name: String, in saved: Safetensors
  ) throws(CheckpointError) -> Value {
    guard let text = saved.metadata[name] else { throw .missing(name) }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy =
      .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch { throw .doesNotFit(name) }
  }
}

/// Why a checkpoint cannot be gone on from.
public enum CheckpointError: Error, Sendable, Hashable {
  /// The bytes are no checkpoint.
  case unreadable
  /// A part that the training needs is not there.
  case missing(String)
  /// A part belongs to another training: another size, precision or form.
  case doesNotFit(String)
}

extension NamedTensor.Values {
  fileprivate init<Scalar: BLASScalar>(_ values: [Scalar]) {
    if let single = values as? [Float] {
      self = .single(single)
    } else {
      self = .double(values.map { Double($0) })
    }
  }

  /// The values where they are of this precision.
  fileprivate func scalars<Scalar: BLASScalar>() -> [Scalar]? {
    switch self {
    case .single(let values): values as? [Scalar]
    case .double(let values): values as? [Scalar]
    }
  }
}
