# The sample's consumer as a worker. docs/how-to/deploy.md says what to change for a consumer of your own.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish samples/BlogConsumer -c Release -o /app && mkdir /data

# Chiseled: no shell, no package manager, and a user that is not root.
FROM mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# 1654 is the image's own user, app. It keeps its database in a volume.
COPY --from=build --chown=1654:1654 /data /data
VOLUME /data
USER 1654
ENTRYPOINT ["dotnet", "BlogConsumer.dll", "--database", "/data/blogs.db"]
CMD ["BlogConsumer"]
