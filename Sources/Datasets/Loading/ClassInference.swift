/// Whether a target of numbers is one of classes: few whole numbers 0…k or 1…k, or -1 and 1.
enum ClassInference {
  /// Largest number of distinct whole numbers that are inferred to be classes.
  static let greatestClassCount = 20

  static func areClasses(_ numbers: some Sequence<Double>) -> Bool {
    guard let distinct = distinct(numbers), let least = distinct.min(),
      let greatest = distinct.max()
    else { return false }
    if distinct == [-1, 1] { return true }
    return (least == 0 || least == 1) && greatest - least == Double(distinct.count - 1)
      && distinct.allSatisfy { $0 == $0.rounded() }
  }

  /// Whether these and further numbers could be classes.
  static func couldBeClasses(_ numbers: some Sequence<Double>) -> Bool {
    guard let distinct = distinct(numbers) else { return false }
    return distinct.isSubset(of: [-1, 1])
      || distinct.allSatisfy {
        $0 == $0.rounded() && $0 >= 0 && $0 <= Double(greatestClassCount)
      }
  }

  /// nil if there are too many; without missing ones.
  private static func distinct(_ numbers: some Sequence<Double>) -> Set<Double>? {
    var distinct: Set<Double> = []
    for number in numbers where !number.isNaN {
      distinct.insert(number)
      if distinct.count > greatestClassCount { return nil }
    }
    return distinct
  }
}
