import Memory
import Testing

@Suite struct ProcessMemoryTests {
  /// 64 MB that are written to are resident, and the peak keeps them.
  @Test func seesWhatTheProcessHolds() {
    let before = ProcessMemory.residentBytes
    let bytes = [UInt8](repeating: 1, count: 64 << 20)
    let during = ProcessMemory.residentBytes
    #expect(bytes.last == 1)
    // Other tests run beside this one: half of it leaves them room.
    #expect(during > before + 32 << 20)
    #expect(ProcessMemory.peakBytes >= during)
  }
}
