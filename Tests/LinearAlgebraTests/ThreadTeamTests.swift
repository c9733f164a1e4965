import LinearAlgebra
import Synchronization
import Testing

/// Counts the calls of each member.
private final class Calls: TeamWork {
  private let counts: Mutex<[Int]>

  init(_ memberCount: Int) { counts = Mutex([Int](repeating: 0, count: memberCount)) }

  func perform(member: Int) { counts.withLock { $0[member] += 1 } }

  var values: [Int] { counts.withLock { $0 } }
}

@Test(arguments: [1, 2, 5])
func everyMemberWorksOnceARun(count: Int) {
  let team = ThreadTeam(count: count)
  #expect(team.count == count)
  let calls = Calls(count)
  for _ in 0..<500 { team.run(calls) }
  #expect(calls.values == [Int](repeating: 500, count: count))
  let afterSleep = Calls(count)
  // Long enough that the threads have stopped spinning.
  for _ in 0..<3 {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .milliseconds(20) {}
    team.run(afterSleep)
  }
  #expect(afterSleep.values == [Int](repeating: 3, count: count))
}
