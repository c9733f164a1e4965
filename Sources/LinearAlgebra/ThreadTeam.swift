internal import CKernels

/// Threads that do parts of a step at the same time, made once for a training.
///
/// Each is bound to a processor of its own where the machine has enough; between steps they spin
/// for a moment before they sleep. The thread that makes the team is member 0, must be the one that
/// runs it, and gets back the processors it had when the team ends.
public final class ThreadTeam {
  /// How many threads there are, the caller's among them: fewer than asked for when the system
  /// has no more.
  public let count: Int
  private let team: OpaquePointer?

  public init(count: Int) {
    team = count > 1 ? kernel_team_make(Int32(count)) : nil
    self.count = team == nil ? 1 : count
  }

  deinit {
    if let team { kernel_team_free(team) }
  }

  /// Has each member of the team do its part of the work; returns when all are done. Allocates
  /// nothing.
  public func run(_ work: some TeamWork) {
    guard let team else { return work.perform(member: 0) }
    withUnsafePointer(to: work) { work in
      // What C hands on cannot be generic: an existential is, and holds a pointer in place.
      var erased: any MemberWork = Borrowed(work: work)
      withUnsafeMutablePointer(to: &erased) { pointer in
        kernel_team_run(
          team,
          { context, member in
            context?.assumingMemoryBound(to: (any MemberWork).self).pointee
              .perform(member: Int(member))
          }, pointer)
      }
    }
  }
}

/// Work in as many parts as a team has members.
public protocol TeamWork: Sendable {
  /// Called once for each member, on the member's thread.
  func perform(member: Int)
}

private protocol MemberWork {
  func perform(member: Int)
}

/// Work that lies where the caller keeps it.
private struct Borrowed<Work: TeamWork>: MemberWork {
  let work: UnsafePointer<Work>

  func perform(member: Int) { work.pointee.perform(member: member) }
}
