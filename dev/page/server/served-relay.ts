import { createRelay, type Relay, type RelayOptions } from './relay';
import { addRelayRoutes, addStoryRoutes } from './routes';

/** For one page: with what its views ask the server. */
export function createServedRelay(options: RelayOptions = {}): Relay {
  const { plugin, world, player } = createRelay(options);
  return {
    world,
    player,
    plugin: {
      ...plugin,
      routes: (app, session) => {
        addRelayRoutes(app, world);
        addStoryRoutes(app, session, player);
      },
    },
  };
}
