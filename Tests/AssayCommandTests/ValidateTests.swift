import Testing

/// What `assay validate` says of a training before it happens.
@Suite struct ValidateTests {
  @Test func saysWhatATrainingTakes() throws {
    let result = try Program.run("validate", "experiments/iris.yaml")
    #expect(result.status == 0)
    // 4 inputs, 3 classes.
    #expect(result.output.contains("training   15 parameters · newton, "), "\(result.output)")
    #expect(result.output.contains(" of memory"))
  }
}
