import Foundation
import Testing

@testable import Schema

@Suite struct SettingPathTests {
  @Test func knowsItsKeysAndSections() {
    let path: SettingPath = "training.optimizer.learning_rate"
    #expect(path.keys == ["training", "optimizer", "learning_rate"])
    #expect(path.key == "learning_rate")
    #expect(path == .optimizer.appending("learning_rate"))
    #expect(path.isIn("training"))
    #expect(path.isIn(.optimizer))
    #expect(!path.isIn("train"))
    #expect(!path.isIn(path))
    #expect("\(path)" == path.text)
  }

  @Test func isATextInJSON() throws {
    let data = try JSONEncoder().encode([SettingPath.loss])
    #expect(String(decoding: data, as: UTF8.self) == #"["training.loss"]"#)
    #expect(try JSONDecoder().decode([SettingPath].self, from: data) == [.loss])
  }
}
