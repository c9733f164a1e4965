/// The delimiter of a file whose spec does not name one.
struct DelimiterGuess {
  /// In order of preference.
  static let candidates: [Character] = [",", ";", "\t", "|"]

  let delimiter: Character
  /// The first lines with that delimiter.
  let sample: CSVSample
  /// Another delimiter that fits the first lines as well.
  let alternative: Character?

  private struct Score: Comparable {
    /// Names of the spec in the first line.
    let nameCount: Int
    /// Fraction of the lines with the same number of cells; 0 if that number is 1.
    let regularity: Double
    /// Fraction of the cells that are numbers, with a decimal point or comma.
    var numberFraction = 0.0
    let cellCount: Int

    func isAsRegular(as other: Score?) -> Bool {
      other.map { nameCount == $0.nameCount && regularity == $0.regularity } ?? false
    }

    static func < (a: Score, b: Score) -> Bool {
      (a.nameCount, a.regularity, a.numberFraction, a.cellCount)
        < (b.nameCount, b.regularity, b.numberFraction, b.cellCount)
    }
  }

  /// The candidate that divides most lines into the same number of cells, and a comma where none
  /// divides any; of equally regular ones, the one with the most numbers between.
  init(
    _ window: ByteWindow, from start: CSVStart, expectedNames: Set<String>,
    dialect: (UInt8) -> CSVDialect
  ) throws {
    var found: [(delimiter: Character, sample: CSVSample, score: Score)] = []
    for candidate in Self.candidates {
      let sample = try CSVSample(
        window, from: start, dialect: dialect(candidate.asciiValue ?? 0))
      found.append((candidate, sample, Self.score(sample, expectedNames)))
    }
    // Looking at every cell takes time, and is only needed to choose among equally regular ones.
    let top = found.map(\.score).max()
    let isTie = (top?.regularity ?? 0) > 0 && found.count { $0.score.isAsRegular(as: top) } > 1
    for i in found.indices where isTie && found[i].score.isAsRegular(as: top) {
      found[i].score.numberFraction = Self.numberFraction(found[i].sample)
    }
    var best = found[0]
    for other in found.dropFirst() where other.score > best.score { best = other }
    (delimiter, sample) = (best.delimiter, best.sample)
    alternative =
      found.first {
        $0.delimiter != best.delimiter && $0.score.isAsRegular(as: best.score)
          && best.score.regularity > 0
      }?.delimiter
  }

  private static func score(_ sample: CSVSample, _ expectedNames: Set<String>) -> Score {
    let usual = sample.usualCellCount
    guard usual > 1, !sample.isFirstLineUnclosed, let first = sample.lines.first else {
      return Score(nameCount: 0, regularity: 0, cellCount: 1)
    }
    let names = (0..<first.cellCount).count { expectedNames.contains(first.text($0)) }
    return Score(nameCount: names, regularity: sample.regularity, cellCount: usual)
  }

  private static func numberFraction(_ sample: CSVSample) -> Double {
    let scanner = DecimalScanner()
    let comma = NumberStyle(decimal: ",", thousands: nil)
    var (numbers, cells) = (0, 0)
    for line in sample.lines {
      cells += line.cellCount
      numbers += (0..<line.cellCount).count { index in
        line.withCell(index) { cell in
          guard let start = cell.baseAddress else { return false }
          return scanner.value(of: start, count: cell.count) != nil
            || comma.value(of: start, count: cell.count, scanner: scanner) != nil
        }
      }
    }
    return Double(numbers) / Double(max(1, cells))
  }
}
