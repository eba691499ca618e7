declare module '*.css';
declare module '@fontsource/biz-udpgothic/*';
