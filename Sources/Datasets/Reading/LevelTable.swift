internal import Foundation

/// Numbers the distinct texts of a column in the order of their first row, by their bytes.
///
/// Open addressing over a power of two; texts of up to 8 bytes are compared as one word. Its
/// owner frees the memory with `deallocate`, so that a cell costs no reference counting.
struct LevelTable {
  private struct Level {
    var hash: UInt64
    /// The first 8 bytes, zeros behind a shorter text.
    var firstWord: UInt64
    var offset: Int
    var count: Int
    /// The code of the text, or -1 when it means missing.
    var code: Int32
  }

  private var slots: UnsafeMutablePointer<Int32>
  private var slotMask: Int
  private var levels: UnsafeMutablePointer<Level>
  private var levelCapacity: Int
  /// Levels and missing tokens together.
  private var entryCount = 0
  private var levelCount: Int32 = 0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity: Int
  private var byteCount = 0

  init() {
    slotMask = 63
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    levelCapacity = 32
    levels = .allocate(capacity: levelCapacity)
    byteCapacity = 512
    bytes = .allocate(capacity: byteCapacity + ByteWindow.padding)
  }

  func deallocate() {
    slots.deallocate()
    levels.deallocate()
    bytes.deallocate()
  }

  /// The code of a text, new or known. 8 bytes from any place in the text must be readable.
  @inline(__always)
  mutating func code(of text: UnsafePointer<UInt8>, count: Int) -> Int32 {
    let raw = UnsafeRawPointer(text)
    var firstWord = raw.loadUnaligned(as: UInt64.self)
    var hash: UInt64
    if count <= 8 {
      firstWord = Self.head(firstWord, count: count)
      hash = Self.mixed(UInt64(count), firstWord)
    } else {
      hash = Self.mixed(UInt64(count), firstWord)
      var i = 8
      while i + 8 <= count {
        hash = Self.mixed(hash, raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
        i += 8
      }
      if i < count {
        let rest = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        hash = Self.mixed(hash, Self.head(rest, count: count - i))
      }
    }
    var slot = Int(truncatingIfNeeded: hash >> 20) & slotMask
    while true {
      let entry = Int(slots[slot])
      if entry < 0 { break }
      let level = levels + entry
      if level.pointee.hash == hash, level.pointee.count == count,
        level.pointee.firstWord == firstWord,
        count <= 8 || memcmp(bytes + level.pointee.offset, text, count) == 0
      {
        return level.pointee.code
      }
      slot = (slot + 1) & slotMask
    }
    return insert(text, count: count, hash: hash, firstWord: firstWord, slot: slot)
  }

  /// Makes a text mean missing.
  mutating func addMissing(_ text: [UInt8]) {
    var padded = text
    padded += [UInt8](repeating: 0, count: 16)
    padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let before = levelCount
      let given = code(of: start, count: text.count)
      if given == before {
        levels[entryCount - 1].code = -1
        levelCount = before
      }
    }
  }

  var count: Int { Int(levelCount) }

  /// The levels in order; each is followed by bytes that may be read, as `code(of:count:)` needs.
  var texts: [UnsafeBufferPointer<UInt8>] {
    var texts: [UnsafeBufferPointer<UInt8>] = []
    texts.reserveCapacity(count)
    forEachLevel { texts.append($1) }
    return texts
  }

  /// The levels in order as bytes.
  func forEachLevel(_ body: (Int, UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
    for entry in 0..<entryCount where levels[entry].code >= 0 {
      let level = levels[entry]
      try body(
        Int(level.code), UnsafeBufferPointer(start: bytes + level.offset, count: level.count))
    }
  }

  @inline(__always)
  private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// The first `count` bytes (of at most 8) of a word in memory's order.
  @inline(__always)
  private static func head(_ word: UInt64, count: Int) -> UInt64 {
    count == 0 ? 0 : word & (UInt64.max >> UInt64(64 - 8 * count))
  }

  @inline(never)
  private mutating func insert(
    _ text: UnsafePointer<UInt8>, count: Int, hash: UInt64, firstWord: UInt64, slot: Int
  ) -> Int32 {
    if entryCount == levelCapacity { growLevels() }
    if byteCount + count > byteCapacity { growBytes(for: count) }
    (bytes + byteCount).update(from: text, count: count)
    let code = levelCount
    (levels + entryCount).initialize(
      to: Level(hash: hash, firstWord: firstWord, offset: byteCount, count: count, code: code))
    byteCount += count
    slots[slot] = Int32(entryCount)
    entryCount += 1
    levelCount += 1
    if entryCount * 2 > slotMask { growSlots() }
    return code
  }

  private mutating func growLevels() {
    let larger = UnsafeMutablePointer<Level>.allocate(capacity: levelCapacity * 2)
    larger.moveInitialize(from: levels, count: entryCount)
    levels.deallocate()
    levels = larger
    levelCapacity *= 2
  }

  private mutating func growBytes(for count: Int) {
    let capacity = max(byteCapacity * 2, byteCount + count)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + ByteWindow.padding)
    larger.moveInitialize(from: bytes, count: byteCount)
    bytes.deallocate()
    bytes = larger
    byteCapacity = capacity
  }

  private mutating func growSlots() {
    slots.deallocate()
    slotMask = slotMask * 2 + 1
    slots = .allocate(capacity: slotMask + 1)
    slots.initialize(repeating: -1, count: slotMask + 1)
    for entry in 0..<entryCount {
      var slot = Int(truncatingIfNeeded: levels[entry].hash >> 20) & slotMask
      while slots[slot] >= 0 { slot = (slot + 1) & slotMask }
      slots[slot] = Int32(entry)
    }
  }
}
