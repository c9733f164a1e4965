import Schema
import Testing

@testable import Specification

private let page = ReferencePage.markdown(of: sampleShape)

@Test func thePageNamesEveryKeyAndEveryName() {
  for site in allSites {
    let key = site.path.split(separator: ".").last?.prefix { $0 != "[" } ?? ""
    let isName = site.path.contains("features.") || site.path.contains("label_map.")
    let isOfANamedEntry =
      isName || site.path.contains("slice.") || site.path.contains("thresholds.")
      || site.path.contains("waive.") || site.path.contains("class_weights.")
      || site.path.contains("missing.") || site.path.contains("slices[")
      || site.path.contains("protected[")
    #expect(isOfANamedEntry || page.contains("`\(key)`") || page.contains("\(key): …"), "\(key)")
    for option in site.rule.options { #expect(page.contains("`\(option.name)`"), "\(option.name)") }
  }
}

@Test func everyTableHasAsManyCellsInEachRow() {
  var width = 0
  for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
    guard line.hasPrefix("|") else {
      width = 0
      continue
    }
    let cells = line.replacing("\\|", with: "").count { $0 == "|" }
    if width == 0 { width = cells }
    #expect(cells == width, "\(line)")
  }
}

@Test func thePageSaysWhatIsNotASingleKey() {
  for summary in sampleShape.ruleSummaries { #expect(page.contains("- \(summary)\n")) }
  for path in PlannedKeys.paths { #expect(page.contains("`\(path)`")) }
  #expect(page.contains("`training.learning_rate` means `training.optimizer.learning_rate`"))
}

@Test func aRowStatesValueDefaultAndMeaning() {
  #expect(
    page.contains(
      "| `batch_size` | a whole number from 1 to 1000000000 | `32` | Number of rows in a batch. Only for gradient training on batches. |\n"
    ))
  #expect(page.contains("| `target` | the name of a column | the labels of an IDX source | "))
  #expect(page.contains("| `spec` | 1, the version of the language of specs | required | "))
}

@Test func headingsAreUnique() {
  let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }
  #expect(Set(headings).count == headings.count)
}

@Test func aKeyOfSeveralKindsIsSaidOnceForThoseThatAgree() {
  let headings = page.split(separator: "\n").filter { $0.contains("# `model.solver`") }
  #expect(
    headings == ["### `model.solver` of linear", "### `model.solver` of logistic, softmax"])
}
