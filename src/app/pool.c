/* SPDX-License-Identifier: Apache-2.0 */
/* A few threads for slow work. */
#include "app/pool.h"
#include "db/together.h"

#include <pthread.h>
#include <stdlib.h>

enum { PATIENCE_MS = 60000 }; /* with what takes long */

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct pool_job *first;
    struct pool_job **last;
    size_t waiting;
    int64_t refused;
    size_t queue_max;
    bool stopping;
    struct together *together;
    int thread_count;
    pthread_t *threads;
    struct db **connections;
};

struct pool_thread {
    struct pool *pool;
    struct db *db;
};

static struct pool_job *take(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->stopping)
        pthread_cond_wait(&pool->wake, &pool->lock);

    struct pool_job *job = pool->first;
    if (job != NULL) {
        pool->first = job->next;
        if (pool->first == NULL)
            pool->last = &pool->first;
        pool->waiting--;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *work(void *closure)
{
    struct pool_thread *thread = closure;

    for (struct pool_job *job; (job = take(thread->pool)) != NULL;)
        job->run(job, thread->db);
    free(thread);
    return NULL;
}

static void start(struct pool *pool, int index)
{
    struct pool_thread *thread = malloc(sizeof *thread);

    if (thread == NULL)
        out_of_memory();
    *thread = (struct pool_thread){ pool, pool->connections[index] };
    if (pthread_create(&pool->threads[index], NULL, work, thread) != 0)
        abort();
}

struct error *pool_create(struct context *cx, const char *address, int threads,
                          size_t queue_max, struct pool **pool)
{
    struct pool *made = calloc(1, sizeof *made);

    if (made == NULL)
        out_of_memory();
    made->last = &made->first;
    made->queue_max = queue_max;
    made->threads = calloc((size_t)threads, sizeof *made->threads);
    made->connections = calloc((size_t)threads, sizeof(struct db *));
    if (made->threads == NULL || made->connections == NULL)
        out_of_memory();
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->wake, NULL);
    made->together = together_create(address, 0);
    *pool = made;
    for (int i = 0; i < threads; i++) {
        TRY(db_open(cx, address, DB_READ, &made->connections[i]));
        db_follow_curtain(made->connections[i]);
        db_set_patience(made->connections[i], PATIENCE_MS);
        db_read_together(made->connections[i], made->together);
        start(made, i);
        made->thread_count++;
    }
    return NULL;
}

void pool_destroy(struct pool *pool)
{
    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->thread_count; i++) {
        pthread_join(pool->threads[i], NULL);
        db_close(pool->connections[i]);
    }
    together_destroy(pool->together);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool->connections);
    free(pool->threads);
    free(pool);
}

bool pool_queue(struct pool *pool, struct pool_job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&pool->lock);
    bool room = pool->waiting < pool->queue_max && !pool->stopping;
    if (room) {
        *pool->last = job;
        pool->last = &job->next;
        pool->waiting++;
        pthread_cond_signal(&pool->wake);
    } else {
        pool->refused++;
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

struct pool_figures pool_figures(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct pool_figures figures = { (int64_t)pool->waiting, pool->refused };
    pthread_mutex_unlock(&pool->lock);
    return figures;
}
