/// The column that is most likely to be predicted, and why.
struct TargetGuess {
  let name: String
  let reason: String
  /// Whether the name alone says so: it is a usual one, or the only one that holds a usual word.
  let isClear: Bool

  /// Words that name targets, the surest first.
  private static let usualWords = [
    "target", "label", "class", "y", "outcome", "diagnosis", "species", "survived", "churn",
    "fraud", "default", "income", "price", "quality", "value", "score",
  ]

  /// A column whose name is a usual word, else the last one that holds one, else the last one; nil
  /// without columns.
  init?(among names: [String]) {
    guard let last = names.last else { return nil }
    for word in Self.usualWords {
      if let name = names.first(where: { $0.lowercased() == word }) {
        self.init(name: name, reason: "a usual name of a target", isClear: true)
        return
      }
    }
    let holding = names.compactMap { name in
      Self.usualWords.first { NameWords(name).words.contains($0) }.map { (name: name, word: $0) }
    }
    if let found = holding.last {
      self.init(
        name: found.name, reason: "since its name holds \"\(found.word)\"",
        isClear: holding.count == 1)
      return
    }
    self.init(name: last, reason: "the last column", isClear: false)
  }

  private init(name: String, reason: String, isClear: Bool) {
    self.name = name
    self.reason = reason
    self.isClear = isClear
  }
}

/// The words of a column name, in lower case: "PassengerId" and "passenger_id" have two.
struct NameWords {
  let words: [String]

  init(_ name: String) {
    var words: [String] = []
    var word = ""
    for character in name {
      let startsWord = character.isUppercase && word.last?.isLowercase == true
      if startsWord || !(character.isLetter || character.isNumber) {
        words.append(word)
        word = ""
      }
      if character.isLetter || character.isNumber { word.append(character) }
    }
    self.words = (words + [word]).filter { !$0.isEmpty }.map { $0.lowercased() }
  }

  /// Whether the name says that the column holds identifiers.
  var isIdentifier: Bool { ["id", "ids", "uuid", "guid"].contains(words.last) }
}
