import Reporting
import Runs
import Schema
import Testing

/// What `assay doctor` says, to the letter.
@Suite struct DoctorTextTests {
  private func report(
    core: String = "Zen", twoThreads: Double = 180e9, inForce: Int = 2, sync: Double? = 0.002,
    free: Int? = 80_000_000_000
  ) -> MachineReport {
    func rate(_ precision: Precision, _ threads: Int, _ inForce: Int, _ operations: Double)
      -> MachineReport.ProductRate
    {
      MachineReport.ProductRate(
        precision: precision, threadsAskedFor: threads, threadsInForce: inForce,
        operationsPerSecond: operations)
    }
    return MachineReport(
      environment: EnvironmentRecord(
        assayVersion: "0.1.0", swiftVersion: "6.3", operatingSystem: "Debian 12",
        machine: "host", processor: "EPYC", processorCount: 2, blasCore: core,
        blasConfiguration: "OpenBLAS 0.3.21", blasThreads: 2, commit: nil, uncommittedFiles: nil),
      memoryBytes: 24_000_000_000,
      products: [
        rate(.float, 1, 1, 100e9), rate(.double, 1, 1, 50e9),
        rate(.float, 2, inForce, twoThreads), rate(.double, 2, inForce, 100e9),
      ], readBytesPerSecond: 32e9, syncSeconds: sync, freeBytes: free,
      works: [
        .init(
          title: "least squares, 200,000 × 100", operations: 2e9, precision: .double,
          bytesRead: 3.2e8),
        .init(
          title: "an epoch of a 784-256-128-10 network, 60,000 rows", operations: 60.4e9,
          precision: .float, bytesRead: 0),
      ])
  }

  @Test func describesTheMachine() {
    // 2 GFLOP at 100 GFLOP/s and 320 MB at 32 GB/s: 20 + 10 ms. 60.4 GFLOP at 180: 0.336 s.
    #expect(
      DoctorText.lines(report()).joined(separator: "\n") == """
        machine    EPYC · 2 cores · 24.0 GB of memory
        system     Debian 12
        versions   assay 0.1.0 · Swift 6.3
        OpenBLAS   core Zen · OpenBLAS 0.3.21
        products   float, 1 thread: 100 GFLOP/s
        products   double, 1 thread: 50.0 GFLOP/s
        products   float, 2 threads: 180 GFLOP/s
        products   double, 2 threads: 100 GFLOP/s
        memory     32.0 GB/s read
        disk       4 kB synced in 2.0 ms · 80.0 GB free

        Least time at these rates:
                   least squares, 200,000 × 100: 30 ms
                   an epoch of a 784-256-128-10 network, 60,000 rows: 0.34 s

        ✓ no problems found
        """)
  }

  @Test func reportsConcerns() {
    func concerns(_ report: MachineReport) -> [String] {
      DoctorText.lines(report).filter { $0.hasPrefix("!") }
    }
    #expect(
      concerns(report(core: "Prescott")) == [
        "! OpenBLAS does not recognize this processor and uses the kernels of \"Prescott\": products "
          + "run at a fraction of its speed; set OPENBLAS_CORETYPE to choose better ones"
      ])
    #expect(
      concerns(report(inForce: 1)) == [
        "! OpenBLAS was asked for 2 threads and uses 1"
      ])
    #expect(
      concerns(report(twoThreads: 110e9)) == [
        "! 2 threads are 1.10 times as fast as one: other processes use the processors, or the "
          + "machine has fewer than it reports"
      ])
    #expect(
      concerns(report(sync: 0.05, free: 5_000_000)) == [
        "! writing a file to disk takes 50 ms; each run waits for it",
        "! only 5.00 MB are free in the runs folder",
      ])
    #expect(
      concerns(report(sync: nil)) == [
        "! the runs folder cannot be written; choose another with --runs DIR"
      ])
  }
}
