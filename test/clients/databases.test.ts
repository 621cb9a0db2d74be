/** Clients of databases. */
import { mariadb, redis } from './servers/databases.js';
import { postgresql } from './servers/postgresql.js';
import { describeClients } from './support/compare.js';

describeClients(postgresql, ['pg', 'postgres']);
describeClients(mariadb, ['mysql2']);
describeClients(redis, ['ioredis', 'redis']);
