import Schema
import Testing

@testable import Specification

/// From the tables of YAML 1.2.2, section 10.3.2, and the traps of YAML 1.1 beside them.
@Test(
  arguments: [
    ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nULL", "nULL"),
    ("true", true), ("False", false), ("tRUE", "tRUE"), ("yes", "yes"), ("no", "no"), ("on", "on"),
    ("0", 0), ("-19", -19), ("+12", 12), ("007", 7), ("0o17", 15), ("0x3A", 58), ("0o8", "0o8"),
    ("0x", "0x"), ("0b1", "0b1"), ("1_000", "1_000"), ("1e-4", 1e-4), ("1E5", 1e5), ("0.", 0.0),
    ("-0.0", -0.0), (".5", 0.5), ("+12e03", 12e3), ("-2E+05", -2e5), ("1.5.2", "1.5.2"),
    ("1e", "1e"), ("e5", "e5"), (".", "."), ("-", "-"), ("+", "+"), ("1e-3s", "1e-3s"),
    (".inf", .number(.infinity)), ("-.Inf", .number(-.infinity)), ("+.INF", .number(.infinity)),
    ("inf", "inf"), ("nan", "nan"), ("infinity", "infinity"), ("1:30", "1:30"),
    ("2024-03-01", "2024-03-01"), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("0x-1", "0x-1"), ("１", "１"),
  ] as [(String, Literal)])
func readsAPlainScalar(text: String, literal: Literal) {
  #expect(YAMLScalar.literal(ofPlain: text) == literal)
}

@Test func readsNotANumber() {
  for text in [".nan", ".NaN", ".NAN"] {
    guard case .number(let number) = YAMLScalar.literal(ofPlain: text) else {
      Issue.record("\(text) is no number")
      continue
    }
    #expect(number.isNaN)
  }
}
