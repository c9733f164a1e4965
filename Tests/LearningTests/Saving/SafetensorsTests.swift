import Foundation
import Schema
import Testing

@testable import Learning

@Test func bytesAreThoseOfTheFormat() {
  let file = Safetensors(
    tensors: [
      NamedTensor(name: "b", shape: [1], values: .double([-2])),
      NamedTensor(name: "a", shape: [2, 1], values: .single([1, 0.5])),
    ], metadata: ["kind": "x\"y"])
  let header =
    #"{"__metadata__":{"kind":"x\"y"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"#
    + #""b":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}"#
  let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
  var expected: [UInt8] = [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0]
  expected += Array(padded.utf8)
  expected += [0, 0, 0x80, 0x3F, 0, 0, 0, 0x3F]  // 1 and ½ as float
  expected += [0, 0, 0, 0, 0, 0, 0, 0xC0]  // −2 as double
  #expect(file.encoded() == expected)
}

@Test func everyBitPatternComesBack() throws {
  let singles: [Float] = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 3.4e38]
  let doubles: [Double] = [.pi, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
  let file = Safetensors(
    tensors: [
      NamedTensor(name: "doubles", shape: [2, 2], values: .double(doubles)),
      NamedTensor(name: "empty", shape: [0, 3], values: .single([])),
      NamedTensor(name: "singles", shape: [6], values: .single(singles)),
    ], metadata: ["é\n": "\u{1}\\"])
  let read = try Safetensors(decoding: file.encoded())
  #expect(read.metadata == file.metadata)
  #expect(Set(read.tensors.map(\.name)) == ["doubles", "empty", "singles"])
  for tensor in file.tensors {
    let found = try #require(read.tensors.first { $0.name == tensor.name })
    #expect(found.shape == tensor.shape)
    switch (found.values, tensor.values) {
    case (.single(let a), .single(let b)): #expect(a.map(\.bitPattern) == b.map(\.bitPattern))
    case (.double(let a), .double(let b)): #expect(a.map(\.bitPattern) == b.map(\.bitPattern))
    default: Issue.record("another type")
    }
  }
}

private func bytes(_ header: String, data: [UInt8] = []) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
    + data
}

@Test func brokenFilesAreNamed() {
  func expect(_ error: SafetensorsError, _ bytes: [UInt8]) {
    #expect(throws: error) { try Safetensors(decoding: bytes) }
  }
  expect(.truncated, [])
  expect(.truncated, [1, 0, 0, 0, 0, 0, 0])
  expect(.truncated, [255, 255, 255, 255, 255, 255, 255, 255])
  expect(.badHeader, bytes("{"))
  expect(.badHeader, bytes("[]"))
  expect(.badHeader, bytes(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#))
  expect(
    .unknownType(tensor: "a", type: "BF16"),
    bytes(#"{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}"#, data: [0, 0]))
  for bad in ["[0,8]", "[4,0]", "[-4,0]", "[0]", "[0,4,8]"] {
    expect(
      .badTensor("a"),
      bytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":\#(bad)}}"#, data: [0, 0, 0, 0]))
  }
  for shape in ["[-1]", "[9223372036854775807,9]", "[2]"] {
    expect(
      .badTensor("a"),
      bytes(#"{"a":{"dtype":"F32","shape":\#(shape),"data_offsets":[0,4]}}"#, data: [0, 0, 0, 0]))
  }
}

@Test func modelsThatCannotBeRestoredSayWhatIsMissing() throws {
  let outcome = try recipe("mlp").fitted(
    to: syntheticSet(.binary), dev: nil, plan: smallPlan(budget: .epochs(1)),
    context: TrainingContext())
  let saved = Safetensors(model: outcome.model)
  #expect(
    saved.metadata == [
      "kind": "mlp", "task": "binary", "outputs": "2", "loss": "binary_cross_entropy",
      "output_activation": "sigmoid", "activation": "relu", "inputs": "3", "hidden": "32",
      "layer_norm": "false", "output_bias": "true",
    ])
  for key in saved.metadata.keys {
    var broken = saved
    broken.metadata[key] = nil
    #expect(throws: RestoreError.missing(key)) { try broken.model() }
  }
  for (index, tensor) in saved.tensors.enumerated() {
    var broken = saved
    broken.tensors.remove(at: index)
    #expect(throws: RestoreError.missing(tensor.name)) { try broken.model() }
  }
  for (key, word) in [
    ("inputs", "0"), ("inputs", "9223372036854775807"), ("hidden", "32,"), ("hidden", "x"),
    ("outputs", "-1"), ("task", "ranking"), ("layer_norm", "yes"), ("output_bias", ""),
  ] {
    var broken = saved
    broken.metadata[key] = word
    #expect(throws: RestoreError.missing(key)) { try broken.model() }
  }
  var unknown = saved
  unknown.metadata["kind"] = "forest"
  #expect(throws: RestoreError.unknownKind("forest")) { try unknown.model() }
  var mixed = saved
  mixed.tensors[0] = NamedTensor(
    name: saved.tensors[0].name, shape: saved.tensors[0].shape,
    values: .single([Float](repeating: 0, count: saved.tensors[0].values.count)))
  #expect(throws: RestoreError.mixedPrecisions) { try mixed.model() }
}
