#ifndef ASSAY_TEAM_H
#define ASSAY_TEAM_H

// Threads that wait for work by spinning a little and then sleeping, each bound to a processor of
// its own where the machine has enough. The thread that made the team is its member 0.
struct kernel_team;

typedef void (*kernel_team_work)(void *context, int member);

// Null when memory or threads run out.
struct kernel_team *kernel_team_make(int count);

// Has every member do its work; returns when all have done it.
void kernel_team_run(struct kernel_team *team, kernel_team_work work, void *context);

// Ends the threads and gives the calling thread back the processors it had.
void kernel_team_free(struct kernel_team *team);

#endif
