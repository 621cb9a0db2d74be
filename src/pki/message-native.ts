/** The bindings of messages and answers, whose errors are `crypto.Error`, as those of the others are. */
export { native } from '../crypto/message-native.js';
