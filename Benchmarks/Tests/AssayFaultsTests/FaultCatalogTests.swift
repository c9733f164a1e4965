import Datasets
import Foundation
import Learning
import LinearAlgebra
import Testing

@testable import AssayFaults

@Suite struct FaultCatalogTests {
  @Test func everyFaultOfTheListIsThereOrSaidToBeMissing() {
    let numbers = Set(faultCatalog.map(\.number)).union(
      unsaidFaults.compactMap { Int($0.code.dropFirst()) })
    #expect(numbers == Set(1...64))
    #expect(Set(faultCatalog.map(\.code)).count == faultCatalog.count)
  }

  @Test func everyFaultFitsABaseAndHasARightCause() {
    for fault in faultCatalog {
      #expect(testBases.contains(where: fault.fits), "\(fault.code)")
      #expect(!fault.causes.isEmpty || !fault.checks.isEmpty, "\(fault.code)")
      #expect(fault.causes.allSatisfy { $0 == $0.lowercased() }, "\(fault.code)")
    }
  }

  @Test func theBasesLearn() throws {
    for base in testBases {
      let run = FullRun(Pipeline(base, seed: 1))
      #expect(run.refusal == nil, "\(base.name)")
      #expect(run.honestGain > 0.3, "\(base.name): \(run.honestGain)")
    }
  }

  /// Every fault changes the pipeline that it is put into, or is refused by the reader.
  @Test func everyFaultChangesSomething() throws {
    for fault in faultCatalog {
      guard let base = testBases.first(where: fault.fits) else { continue }
      let healthy = FullRun(Pipeline(base, seed: 1))
      let faulty = FullRun(fault.pipeline(base, severity: 1, seed: 1))
      let isSame = healthy.reported == faulty.reported && healthy.honest == faulty.honest
      #expect(!isSame || faulty.refusal != nil, "\(fault.code) in \(base.name)")
    }
  }

  @Test func amountsRunFromMildToGross() {
    let ratios = Fault.Amount.ratios("factor", 1, 100)
    #expect(abs(ratios.value(at: 0.5) - 10) < 1e-12)
    let linear = Fault.Amount.linear("share", 0.2, 0.6)
    #expect(abs(linear.value(at: 0.25) - 0.3) < 1e-12)
  }

  @Test func aShiftMovesLabelsByOneRow() throws {
    let base = try #require(testBases.first { $0.name == "B4" })
    let fault = try #require(faultCatalog.first { $0.code == "F43" })
    let before = try ReadyPipeline(Pipeline(base, seed: 1)).rows.dataset
    let after = try ReadyPipeline(fault.pipeline(base, severity: 1, seed: 1)).rows.dataset
    let rows = Array(0..<before.table.rowCount)
    #expect(
      Array(after.classIndices(of: rows).dropFirst()) == before.classIndices(of: rows).dropLast())
    #expect(after.split == before.split)
  }

  @Test func contaminationPutsDevRowsIntoTrain() throws {
    let base = try #require(testBases.first { $0.name == "B2" })
    let fault = try #require(faultCatalog.first { $0.code == "F47" })
    let ready = try ReadyPipeline(fault.pipeline(base, severity: 1, seed: 1))
    let train = Set(
      (0..<ready.rows.train.rowCount).map {
        ready.rows.train.inputs.matrix(as: Double.self).row($0)
      })
    let dev = ready.rows.dev.inputs.matrix(as: Double.self)
    #expect((0..<dev.rowCount).allSatisfy { train.contains(dev.row($0)) })
    // The rows that the honest loss is taken on stay out of train.
    let honest = ready.honest.inputs.matrix(as: Double.self)
    #expect(!(0..<honest.rowCount).contains { train.contains(honest.row($0)) })
  }
}
