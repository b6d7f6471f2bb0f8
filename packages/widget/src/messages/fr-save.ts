import { french } from './fr.ts';
import type { Messages } from './messages.ts';

/** Français, where a card is saved. */
export const frenchSaving: Messages = {
  ...french,
  payHint: 'Rien n’est débité.',
  opening: 'Ouverture de la page sécurisée…',
  securePage: 'Page sécurisée pour la carte',
  askCancel: 'Ne plus enregistrer cette carte ?',
  cancelPayment: 'Ne pas l’enregistrer',
  keepPaying: 'Continuer',
  ownWindow: 'La page pour la carte est ouverte dans sa propre fenêtre.',
  frameBlocked: 'Cette page ne peut pas afficher la page pour la carte.',
  elsewhere: 'Cette page pour la carte est ouverte dans une autre fenêtre.',
  closed: 'La page pour la carte a été fermée.',
  paidHint: 'Merci. Rien n’a été débité.',
  declined: 'La carte a été refusée et n’a pas été enregistrée.',
  anotherWay: 'Utiliser une autre carte',
  canceled: 'Annulé. Aucune carte n’a été enregistrée.',
  failed: 'La carte n’a pas été enregistrée.',
  expired: 'La page pour la carte a expiré.',
  expiredHint: 'Nous continuons à vérifier. Si la carte a été enregistrée, nous vous le dirons.',
  unresolved: 'Nous ne savons pas encore si la carte a été enregistrée.',
  doNotCollect: 'Ne l’enregistrez pas une deuxième fois.',
  doNotPay: 'Veuillez ne pas l’enregistrer une deuxième fois.',
  offline: 'Vous êtes hors ligne. La page pour la carte n’est pas affectée ; cette page se mettra à jour.',
  cannotStart: 'Les cartes ne peuvent pas être enregistrées en ce moment ({code}).',
};
