internal import LinearAlgebra

/// The distinct texts of a column as strings, and what becomes of their codes.
///
/// Texts are equal if Unicode calls them equal (the same after NFC), as everywhere in the program:
/// those that differ only in their bytes become one level, spelled as where it came first.
struct TextLevels {
  private(set) var levels: [String] = []
  /// The level of each code, -1 for missing; nil if every code keeps its level.
  private var translation: [Int32]?

  /// - Parameters:
  ///   - texts: By code, of different bytes.
  ///   - missing: Numbers that stand for a missing value, however they are written.
  init(_ texts: [String], missing: [Double], style: NumberStyle) {
    let scanner = DecimalScanner()
    let isPlain = missing.isEmpty && texts.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
    guard !isPlain else {
      levels = texts
      return
    }
    var codeOfLevel: [String: Int32] = [:]
    var translation: [Int32] = []
    for text in texts {
      let number = missing.isEmpty ? nil : style.value(of: text, scanner: scanner)
      if let number, missing.contains(number) {
        translation.append(-1)
      } else if let code = codeOfLevel[text] {
        translation.append(code)
      } else {
        let code = Int32(levels.count)
        codeOfLevel[text] = code
        translation.append(code)
        levels.append(text)
      }
    }
    if levels.count < texts.count { self.translation = translation }
  }

  /// The codes of the levels for those of the texts.
  func codes(_ codes: ElementStorage<Int32>) -> ElementStorage<Int32> {
    guard let translation else { return codes }
    var codes = codes
    codes.withUnsafeMutableBufferPointer { codes in
      for i in codes.indices where codes[i] >= 0 { codes[i] = translation[Int(codes[i])] }
    }
    return codes
  }
}
