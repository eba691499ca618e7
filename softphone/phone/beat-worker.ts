/**
 * The page's pulse. Timers of a tab in the background are slowed down to one a minute; those of a worker are not. When this one stops too,
 * the machine or the whole tab is asleep.
 */
setInterval(() => postMessage(null), 1_000);
