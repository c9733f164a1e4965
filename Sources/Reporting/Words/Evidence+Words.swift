import Sanity

extension CheckResult.Evidence {
  /// What is said of it: a few numbers too where the text only names them.
  var words: String {
    guard (1...8).contains(numbers.count), !text.contains(where: \.isNumber) else { return text }
    let list = numbers.map { NumberFormat.short($0) }.joined(separator: ", ")
    return text.isEmpty ? list : "\(text): \(list)"
  }
}
