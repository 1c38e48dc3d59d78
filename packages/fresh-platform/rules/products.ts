/**
 * The products, their modules and the events each module can subscribe to, as the vendor's documentation of app SDK 3.0
 * and its reference texts of 2026 list them. An event or module that is not here is no error: the lists grow.
 */

export const SET_UP_EVENTS: readonly string[] = ['onAppInstall', 'onAppUninstall', 'afterAppUpdate'];

/** Events that stand under modules.common. */
export const COMMON_EVENTS: readonly string[] = [...SET_UP_EVENTS, 'onScheduledEvent', 'onExternalEvent'];

interface Product {
  /** Accounts by their name in `currentHost.endpoint_urls`: the hosts that stand in for them. */
  accounts: Readonly<Record<string, string>>;
  modules: Readonly<Record<string, readonly string[]>>;
}

/** Create, Update and Delete of a thing. */
const changes = (thing: string): string[] => [`on${thing}Create`, `on${thing}Update`, `on${thing}Delete`];
const creationAndUpdate = (thing: string): string[] => [`on${thing}Create`, `on${thing}Update`];

const PRODUCTS: readonly Product[] = [
  {
    accounts: { freshchat: 'https://acme.freshchat.com' },
    modules: {
      chat_conversation: [...creationAndUpdate('Conversation'), 'onMessageCreate', 'onAgentActivityCreate'],
      chat_user: creationAndUpdate('User'),
    },
  },
  {
    accounts: { freshdesk: 'https://acme.freshdesk.com' },
    modules: {
      support_ticket: [
        ...changes('Ticket'),
        ...changes('TimeEntry'),
        ...changes('Conversation'),
        ...changes('CannedResponse'),
        ...changes('TicketField'),
      ],
      support_contact: changes('Contact'),
      support_company: changes('Company'),
      support_agent: [...changes('Agent'), ...changes('AgentStatus'), ...changes('Group'), 'onAgentAvailabilityUpdate'],
      support_portal: [
        ...changes('Article'),
        ...changes('Category'),
        ...changes('Folder'),
        ...changes('ForumCategory'),
        ...changes('Forum'),
        ...changes('Topic'),
        ...creationAndUpdate('Survey'),
        'onPortalForumCategoryCreate',
        'onPortalForumCategoryDelete',
        'onPortalSolutionCategoryCreate',
        'onPortalSolutionCategoryDelete',
      ],
      support_email: [],
    },
  },
  {
    accounts: { freshservice: 'https://acme.freshservice.com' },
    modules: {
      service_ticket: [...creationAndUpdate('Ticket'), 'onConversationCreate'],
      service_asset: [],
      service_change: [],
      service_user: changes('User'),
    },
  },
  {
    accounts: { freshcaller: 'https://acme.freshcaller.com' },
    modules: {
      call: creationAndUpdate('Call'),
      caller_conversation: creationAndUpdate('Call'),
      caller_agent: ['onAgentUpdate'],
      caller_metrics: [],
      notification: [],
    },
  },
  {
    accounts: { freshsales: 'https://acme.freshsales.io', freshworks_crm: 'https://acme.myfreshworks.com' },
    modules: {
      deal: creationAndUpdate('Deal'),
      contact: creationAndUpdate('Contact'),
      lead: creationAndUpdate('Lead'),
      sales_account: creationAndUpdate('SalesAccount'),
      appointment: creationAndUpdate('Appointment'),
      task: creationAndUpdate('Task'),
      product: creationAndUpdate('Product'),
      phone: creationAndUpdate('PhoneCall'),
      cpq_document: changes('CpqDocument'),
      sales_activities: creationAndUpdate('SalesActivity'),
      user_agent_availability: ['onUserAgentAvailabilityUpdate'],
      custom_module: [],
    },
  },
];

/** Every module that is known here. */
export const PRODUCT_MODULES: readonly string[] = PRODUCTS.flatMap(({ modules }) => Object.keys(modules));

/** Which events a product module is documented to have; undefined for a module that is not known here. */
export function eventsOfModule(module: string): readonly string[] | undefined {
  return PRODUCTS.find(({ modules }) => Object.hasOwn(modules, module))?.modules[module];
}

/** Stand-ins for the accounts of the products that these modules belong to, as `currentHost.endpoint_urls`. */
export function accountsOf(modules: readonly string[]): Record<string, string> {
  const used = PRODUCTS.filter((product) => modules.some((module) => Object.hasOwn(product.modules, module)));
  return Object.fromEntries(used.flatMap(({ accounts }) => Object.entries(accounts)));
}
