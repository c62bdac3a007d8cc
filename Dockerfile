# cvx's own image: `docker build -t cvx .`, then `docker run --rm cvx --help`. `cvx tune` writes the stack around it.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
# Without the optional packages an image has the bundled model only, at half the size.
RUN npm ci && npm run build && npm ci --omit=dev --omit=optional

FROM node:24-slim
ENV NODE_ENV=production CVX_HOME=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/bin bin
COPY --from=build /app/dist dist
COPY --from=build /app/templates templates
COPY --from=build /app/node_modules node_modules
# Nothing of cvx needs root; the data of the embedded store is all that it writes.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
ENTRYPOINT ["node", "/app/bin/cvx.js"]
CMD ["--help"]
