import Foundation
import Schema
import Testing

@testable import Specification

private let schema = JSONSchema.literal(of: sampleShape)

private func tree(_ text: String) -> Literal? {
  YAMLText(SourceText(spec: text, file: "f"), text: text).root?.literal
}

@Test func theSchemaIsJSONOfDraft7() throws {
  let text = JSONSchema.text(of: sampleShape)
  let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
  #expect(object?["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
  #expect(object?["type"] as? String == "object")
  #expect(object?["required"] as? [String] == ["spec", "name", "data", "model"])
  #expect(SchemaValidator.keywords(of: schema).isSubset(of: SchemaValidator.knownKeywords))
}

@Test func theSchemaAcceptsWhatTheReaderAccepts() throws {
  for text in SampleSpecs.all {
    #expect(SchemaValidator.accepts(try #require(tree(text)), by: schema))
    let rendered = try read(text, "training.learning_rate=1", "++question=null").rendered()
    #expect(SchemaValidator.accepts(try #require(tree(rendered)), by: schema))
  }
  let empty = SampleSpecs.small + "\ngoals:\nquestion:\nsanity:\ntraining: {optimizer: {}}\n"
  #expect(messages(empty) == "")
  #expect(SchemaValidator.accepts(try #require(tree(empty)), by: schema))
  for site in allSites {
    #expect(SchemaValidator.accepts(site.build(example(site.rule)), by: schema), "\(site.path)")
  }
}

@Test func theSchemaRefusesWhatRulesRefuse() {
  for site in allSites {
    for bad in site.rule.counterexamples {
      // JSON has no word for these; a schema cannot refuse them.
      if case .number(let number) = bad, !number.isFinite { continue }
      if site.alternatives.contains(where: { $0.isFollowed(by: bad) }) { continue }
      #expect(!SchemaValidator.accepts(site.build(bad), by: schema), "\(site.path): \(bad)")
    }
  }
}

@Test(arguments: [
  "modle: 1", "seeds: 5", "training: {epoch: 3}", "goals: [{metric: accuracy, at_lest: 1}]",
  "goals: {}", "training: {optimizer: {kind: sgd, weight_decay: 1}}", "training: {schedule: step}",
  "training: {optimizer: adm}", "baselines: [human]", "baselines: [{run: a, human: {}}]",
  "sanity: {waive: {SD9: x}}", "data2: {}", "training: {epochs: null}",
])
func theSchemaRefusesWhatTheReaderRefuses(line: String) throws {
  let text = SampleSpecs.small + "\n" + line
  #expect(messages(text) != "")
  #expect(!SchemaValidator.accepts(try #require(tree(text)), by: schema))
}

@Test func theSchemaTellsEditorsWhatKeysMean() {
  let text = JSONSchema.text(of: sampleShape)
  let lines = [
    "        \"batch_size\": {",
    "          \"description\": "
      + "\"Number of rows in a batch. Only for gradient training on batches.\",",
    "          \"type\": \"integer\",", "          \"minimum\": 1,",
    "          \"maximum\": 1000000000,", "          \"default\": 32",
    "        },",
  ]
  #expect(text.contains(lines.joined(separator: "\n")))
}
