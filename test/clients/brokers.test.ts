/** Clients of message brokers. */
import { mosquitto, natsServer, rabbitmq } from './servers/brokers.js';
import { describeClients } from './support/compare.js';

describeClients(mosquitto, ['mqtt']);
describeClients(natsServer, ['nats', 'nats-io']);
describeClients(rabbitmq, ['amqplib']);
