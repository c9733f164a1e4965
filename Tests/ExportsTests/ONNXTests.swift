import Inference
import Testing

@testable import Exports

@Suite struct ONNXTests {
  /// The examples of "Encoding", protobuf.dev.
  @Test func messagesAreWrittenAsTheFormatSays() {
    var message = ProtobufMessage()
    message.put(1, 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    var text = ProtobufMessage()
    text.put(2, "testing")
    #expect(text.bytes == [0x12, 0x07] + Array("testing".utf8))
    var nested = ProtobufMessage()
    nested.put(3, message)
    #expect(nested.bytes == [0x1A, 0x03, 0x08, 0x96, 0x01])
    var negative = ProtobufMessage()
    negative.put(1, -1)
    #expect(negative.bytes == [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
    var number = ProtobufMessage()
    number.put(16, Float(1))
    #expect(number.bytes == [0x85, 0x01, 0x00, 0x00, 0x80, 0x3F])
  }

  @Test func theFileBeginsWithItsVersion() throws {
    let export = try ONNXExport(
      ExportedModel(Example().bundle(.init(hidden: [4], isSingle: true)), from: "m"))
    let bytes = try export.bytes(version: "0.1")
    // ir_version 8, producer_name "assay", producer_version "0.1".
    #expect(
      bytes.starts(
        with: [0x08, 0x08, 0x12, 0x05] + Array("assay".utf8) + [0x1A, 0x03] + Array("0.1".utf8)))
    #expect(try export.bytes(version: "0.1") == bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text.contains(
        #"{"codes":[{"column":"town","mayBeMissing":true,"mayBeUnknown":true,"vocabulary":["Bern, BE","Oslo","Rome","(missing)"]}],"numbers":[{"column":"age","mayBeMissing":true}]}"#
      ), "\(text.suffix(600))")
  }
}
