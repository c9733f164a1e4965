#define _GNU_SOURCE
#include "team.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

// A step of training leaves a thread idle for a few microseconds, a spin of some 50; an epoch's
// end for much longer, which must not burn a processor.
enum { spin_limit = 20000 };

struct member {
  struct kernel_team *team;
  int index;
  pthread_t thread;
};

struct kernel_team {
  int count;
  kernel_team_work work;
  void *context;
  bool ends;
  // On cache lines of their own: each is watched by the others while they spin.
  _Alignas(64) atomic_uint round;
  _Alignas(64) atomic_int busy_count;
  _Alignas(64) pthread_mutex_t mutex;
  pthread_cond_t began;
#ifdef __linux__
  cpu_set_t processors;
#endif
  struct member members[];
};

static void pause_a_little(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#ifdef __linux__
// Binds a thread to the index-th of the processors this process may use.
static void bind_to_processor(pthread_t thread, const cpu_set_t *allowed, int index) {
  int seen = 0;
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    if (!CPU_ISSET(processor, allowed) || seen++ != index) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
    return;
  }
}
#endif

static void *serve(void *argument) {
  struct member *self = argument;
  struct kernel_team *team = self->team;
  unsigned round = 0;
  for (;;) {
    int spins = 0;
    while (atomic_load_explicit(&team->round, memory_order_acquire) == round) {
      if (++spins < spin_limit) {
        pause_a_little();
        continue;
      }
      pthread_mutex_lock(&team->mutex);
      while (atomic_load_explicit(&team->round, memory_order_acquire) == round)
        pthread_cond_wait(&team->began, &team->mutex);
      pthread_mutex_unlock(&team->mutex);
    }
    round++;
    if (team->ends) return NULL;
    team->work(team->context, self->index);
    atomic_fetch_sub_explicit(&team->busy_count, 1, memory_order_release);
  }
}

static void begin_round(struct kernel_team *team) {
  atomic_store_explicit(&team->busy_count, team->count - 1, memory_order_relaxed);
  // Under the mutex, so that no thread falls asleep between its last look and the signal.
  pthread_mutex_lock(&team->mutex);
  atomic_fetch_add_explicit(&team->round, 1, memory_order_release);
  pthread_cond_broadcast(&team->began);
  pthread_mutex_unlock(&team->mutex);
}

struct kernel_team *kernel_team_make(int count) {
  size_t size = sizeof(struct kernel_team) + (size_t)count * sizeof(struct member);
  struct kernel_team *team = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!team) return NULL;
  team->count = 1;
  team->ends = false;
  atomic_init(&team->round, 0);
  atomic_init(&team->busy_count, 0);
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->began, NULL);
#ifdef __linux__
  pthread_getaffinity_np(pthread_self(), sizeof team->processors, &team->processors);
  bool binds = CPU_COUNT(&team->processors) >= count;
#endif
  for (int index = 1; index < count; index++) {
    struct member *member = &team->members[index];
    member->team = team;
    member->index = index;
    if (pthread_create(&member->thread, NULL, serve, member) != 0) {
      kernel_team_free(team);
      return NULL;
    }
    team->count = index + 1;
#ifdef __linux__
    if (binds) bind_to_processor(member->thread, &team->processors, index);
#endif
  }
#ifdef __linux__
  if (binds && count > 1) bind_to_processor(pthread_self(), &team->processors, 0);
#endif
  return team;
}

void kernel_team_run(struct kernel_team *team, kernel_team_work work, void *context) {
  team->work = work;
  team->context = context;
  begin_round(team);
  work(context, 0);
  int spins = 0;
  while (atomic_load_explicit(&team->busy_count, memory_order_acquire) > 0) {
    // The others run on processors of their own; where they do not, let them.
    if (++spins < spin_limit) {
      pause_a_little();
    } else {
      sched_yield();
    }
  }
}

void kernel_team_free(struct kernel_team *team) {
  team->ends = true;
  begin_round(team);
  for (int index = 1; index < team->count; index++) pthread_join(team->members[index].thread, NULL);
#ifdef __linux__
  if (team->count > 1)
    pthread_setaffinity_np(pthread_self(), sizeof team->processors, &team->processors);
#endif
  pthread_mutex_destroy(&team->mutex);
  pthread_cond_destroy(&team->began);
  free(team);
}
