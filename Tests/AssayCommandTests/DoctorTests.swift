import Foundation
import Testing

/// `assay doctor` on the machine at hand: only what holds on every machine.
@Suite struct DoctorTests {
  private struct Document: Decodable {
    let version: Int
    let machine: Machine

    struct Machine: Decodable {
      let products: [Product]
      let readBytesPerSecond: Double
      let syncSeconds: Double?
    }

    struct Product: Decodable {
      let threadsAskedFor: Int
      let threadsInForce: Int
      let operationsPerSecond: Double
    }
  }

  @Test func measuresThisMachine() throws {
    let result = try Program.run("doctor", "--json")
    #expect(result.status == 0)
    let machine = try JSONDecoder().decode(Document.self, from: Data(result.output.utf8)).machine
    let cores = ProcessInfo.processInfo.activeProcessorCount
    #expect(Set(machine.products.map(\.threadsAskedFor)) == Set([1, cores]))
    for product in machine.products {
      #expect(product.threadsInForce == product.threadsAskedFor)
      // Any processor of this century multiplies faster than a hundred million times a second.
      #expect(product.operationsPerSecond > 1e8)
    }
    #expect(machine.readBytesPerSecond > 1e8)
    #expect(machine.syncSeconds != nil)
  }

  @Test func measuresTheFolderAboveRunsThatAreNotThereYet() throws {
    let result = try Program.run("doctor", "--runs", "/proc/nowhere/runs")
    #expect(result.status == 0)
    #expect(result.output.contains("! the runs folder cannot be written"))
  }
}
